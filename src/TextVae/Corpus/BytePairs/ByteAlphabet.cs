using System.Text;

namespace TextVae.Corpus.BytePairs;

/// <summary>
/// A visible character for each byte, the one that GPT-2's tokenizer gave it: printable ones of Latin-1 stand for
/// themselves, the others for those from U+0100 on. So no token has a space, a line break or a control character in it,
/// whatever bytes it is made of, and it can stand on a line of a text file.
/// </summary>
internal static class ByteAlphabet
{
    public const int Size = 256;

    private static readonly char[] Characters = MakeCharacters();
    private static readonly Dictionary<char, byte> Bytes =
        Enumerable.Range(0, Size).ToDictionary(value => Characters[value], value => (byte)value);

    public static char CharacterOf(byte value) => Characters[value];

    /// <summary>The text that tokens stand for; bytes that are no UTF-8, as of half a character, become U+FFFD.</summary>
    public static string Decode(IEnumerable<string> tokens)
    {
        List<byte> bytes = [];
        foreach (var character in tokens.SelectMany(token => token))
        {
            if (Bytes.TryGetValue(character, out var value))
                bytes.Add(value);
            else
                bytes.AddRange(Encoding.UTF8.GetBytes([character]));
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static char[] MakeCharacters()
    {
        var characters = new char[Size];
        var next = '\u0100';
        for (var value = 0; value < Size; value++)
            characters[value] = value is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)value : next++;
        return characters;
    }
}
