namespace TextVae.Corpus.BytePairs;

/// <summary>Cuts a text into tokens of bytes by the merges that were learnt; a text of white space has none.</summary>
internal sealed class BytePairTokenizer(TokenizerOptions options, Merges merges) : Tokenizer(options)
{
    /// <inheritdoc/>
    public override void Save(string folder) => merges.Save(Path.Combine(folder, Merges.FileName));

    /// <inheritdoc/>
    public override string Join(IEnumerable<string> words) => ByteAlphabet.Decode(words);

    private protected override void Cut(ReadOnlySpan<char> text, TokenBuffer tokens)
    {
        if (text.IsWhiteSpace())
            return;
        foreach (var piece in Pieces.Of(text))
        {
            foreach (var token in merges.Encode(text.Slice(piece.Index, piece.Length)))
            {
                tokens.Append(merges.Tokens[token]);
                tokens.EndToken();
            }
        }
    }
}
