namespace TextVae.Corpus;

/// <summary>Splits at white space and changes nothing else, for corpora such as the Penn Treebank.</summary>
internal sealed class WhitespaceTokenizer(TokenizerOptions options) : Tokenizer(options)
{
    private protected override void Cut(ReadOnlySpan<char> text, TokenBuffer tokens)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
                continue;
            tokens.Append(text[start..i]);
            tokens.EndToken();
            start = i + 1;
        }
        tokens.Append(text[start..]);
        tokens.EndToken();
    }
}
