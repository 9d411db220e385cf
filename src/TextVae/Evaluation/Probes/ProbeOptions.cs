namespace TextVae.Evaluation.Probes;

/// <summary>What is asked of the vectors, and with how much data.</summary>
public sealed record ProbeOptions
{
    /// <summary>Phrases whose presence is asked for, with the word ids of each.</summary>
    public IReadOnlyList<ProbePhrase> Phrases { get; init; } = [];

    /// <summary>Phrases to be found among the training sentences and asked for too; see <see cref="ProbeKind.Phrase"/>.</summary>
    public int FrequentPhrases { get; init; } = 8;

    /// <summary>Words that separate the labels, to be found among the training sentences and asked for; see
    /// <see cref="ProbeKind.LabelWord"/>.</summary>
    public int LabelWords { get; init; } = 8;

    /// <summary>The most frequent first words that are told apart, and last words.</summary>
    public int EndWords { get; init; } = 10;

    /// <summary>How many labelled training sentences the label is to be told from; numbers beyond the data are left out.</summary>
    public IReadOnlyList<int> LabelCounts { get; init; } = [100, 500, 1000, 10_000];

    /// <summary>How many times such a number of sentences is drawn.</summary>
    public int LabelDraws { get; init; } = 5;

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
