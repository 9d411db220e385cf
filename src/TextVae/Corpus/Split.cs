namespace TextVae.Corpus;

/// <summary>The parts of a dataset.</summary>
public enum Split
{
    /// <summary>What models learn from; the vocabulary comes from it alone.</summary>
    Train,

    /// <summary>What the best checkpoint is chosen by.</summary>
    Valid,

    /// <summary>What is measured once, at the end.</summary>
    Test,
}
