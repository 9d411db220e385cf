namespace TextVae.Corpus.Preparing;

/// <summary>Turns texts into provisional ids; for one thread at a time.</summary>
internal sealed class SentenceEncoder(Tokenizer tokenizer, WordTable words)
{
    private readonly TokenBuffer _tokens = new();
    private readonly WordCache _words = new(words);

    public void Encode(TextBatch batch)
    {
        foreach (var record in batch.Records)
        {
            tokenizer.Tokenize(record.Text, _tokens);
            for (var i = 0; i < _tokens.Count; i++)
                batch.AddId(_words.IdOf(_tokens[i]));
            batch.EndSentence();
        }
    }
}
