namespace TextVae.Server.Landscape;

/// <summary>The texts that a model is looked at with.</summary>
internal interface ITextSource
{
    /// <summary>What they are: the name of a split, or "samples".</summary>
    string Name { get; }

    /// <summary>How many.</summary>
    int Count { get; }

    /// <summary>How many there are where they come from.</summary>
    int Whole { get; }

    /// <summary>The names of their labels; empty where they have none.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>A text as the model reads it.</summary>
    TextItem this[int index] { get; }

    /// <summary>The number of its label; -1 for none.</summary>
    int LabelOf(int index);

    /// <summary>How many words it has, as the model counts them.</summary>
    int WordsOf(int index);
}
