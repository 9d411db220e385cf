namespace TextVae.Runs;

/// <summary>Names of labels in messages.</summary>
public static class LabelNames
{
    private const int Shown = 12;

    /// <summary>The names one after the other; of many only the first ones, and how many there are.</summary>
    public static string Listed(IReadOnlyList<string> labels) =>
        string.Join(", ", labels.Take(Shown)) + (labels.Count > Shown ? $", ... ({labels.Count} in all)" : "");
}
