using CsCheck;

namespace TextVae.Tests;

/// <summary>What happens to files on their way, and what somebody may do to them.</summary>
internal static class Damage
{
    private static readonly byte[] Telling = [0, 0xFF, .. "\"\\{}[],:=\n9-e."u8];

    /// <summary>A file with some bytes changed to any or to telling ones, a part cut out, doubled, or made many.</summary>
    public static Gen<byte[]> To(byte[] whole)
    {
        var value = Gen.OneOf(Gen.Byte, Gen.Int[0, Telling.Length - 1].Select(i => Telling[i]));
        var place = Gen.Int[0, whole.Length - 1];
        return Gen.Select(Gen.Select(place, value).Array[0, 4], place, place, Gen.Int[0, 7]).Select((changes, from, to, kind) =>
        {
            byte[] bytes = [.. whole];
            foreach ((var at, var changed) in changes)
                bytes[at] = changed;
            (var start, var end) = (Math.Min(from, to), Math.Max(from, to));
            return kind switch
            {
                0 => bytes[..end],
                1 => [.. bytes[..start], .. bytes[end..]],
                2 => [.. bytes[..end], .. bytes[start..]],
                3 => [.. bytes[..start], .. Enumerable.Repeat(bytes[start], 10 * (end - start)), .. bytes[end..]],
                _ => bytes,
            };
        });
    }
}
