namespace TextVae.Evaluation.Probes;

/// <summary>What is asked of the vectors, and with how much data.</summary>
public sealed record ProbeOptions
{
    /// <summary>Phrases whose presence is asked for, with the word ids of each.</summary>
    public IReadOnlyList<ProbePhrase> Phrases { get; init; } = [];

    /// <summary>What the dataset's labels are called.</summary>
    public string LabelName { get; init; } = "label";

    /// <summary>The most sentences of the training split that probes are trained on, and of the measured split that they are
    /// tried on.</summary>
    public int Sentences { get; init; } = 5000;

    /// <summary>The most frequent words that the bag of words counts one by one; the others are counted together.</summary>
    public int Words { get; init; } = 1000;

    /// <summary>The seed that chooses the sentences.</summary>
    public long Seed { get; init; } = 1;
}

/// <summary>A phrase to ask for.</summary>
/// <param name="Text">What it is called.</param>
/// <param name="Words">Its word ids, at least one.</param>
public sealed record ProbePhrase(string Text, int[] Words);
