namespace TextVae.Corpus.BytePairs;

/// <summary>Cuts a text into <see cref="Pieces"/>, which is all that can be done before merges are learnt.</summary>
internal sealed class PieceTokenizer(TokenizerOptions options) : Tokenizer(options)
{
    /// <inheritdoc/>
    public override string Join(IEnumerable<string> words) => string.Concat(words);

    private protected override void Cut(ReadOnlySpan<char> text, TokenBuffer tokens)
    {
        if (text.IsWhiteSpace())
            return;
        foreach (var piece in Pieces.Of(text))
        {
            tokens.Append(text.Slice(piece.Index, piece.Length));
            tokens.EndToken();
        }
    }
}
