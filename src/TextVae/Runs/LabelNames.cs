namespace TextVae.Runs;

/// <summary>Names of labels in messages.</summary>
public static class LabelNames
{
    /// <summary>The names one after the other; of many only the first ones, and how many there are.</summary>
    public static string Listed(IReadOnlyList<string> labels) => Excerpt.List(labels);
}
