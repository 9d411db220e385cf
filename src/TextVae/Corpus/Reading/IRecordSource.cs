namespace TextVae.Corpus.Reading;

/// <summary>The records of one file in one format.</summary>
internal interface IRecordSource
{
    /// <summary>The next record that can be used, or null at the end.</summary>
    TextRecord? Next();
}
