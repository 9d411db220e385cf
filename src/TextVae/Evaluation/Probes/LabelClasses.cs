using System.Globalization;

namespace TextVae.Evaluation.Probes;

/// <summary>What of its label a text has to agree in: the label itself, or of one to five stars whether they are few or many.</summary>
/// <param name="Names">The classes, by their number.</param>
/// <param name="OfLabels">The class of each label, by its number; −1 where it is neither few nor many.</param>
internal sealed record LabelClasses(IReadOnlyList<string> Names, IReadOnlyList<int> OfLabels)
{
    private const int Middle = 3;

    /// <summary>The classes of labels: where these are the numbers 1 to 5, 1 and 2 are one class and 4 and 5 the other.</summary>
    public static LabelClasses Of(IReadOnlyList<string> labels)
    {
        double?[] stars = [.. labels.Select(label => double.TryParse(label, CultureInfo.InvariantCulture, out var value) ? value : (double?)null)];
        return stars.Order().SequenceEqual([1, 2, 3, 4, 5])
            ? new LabelClasses(["few stars", "many stars"], [.. stars.Select(star => star == Middle ? -1 : star > Middle ? 1 : 0)])
            : new LabelClasses(labels, [.. Enumerable.Range(0, labels.Count)]);
    }

    /// <summary>The class of a label by its number; −1 where there is no label or it is of no class.</summary>
    public int this[int label] => label < 0 ? -1 : OfLabels[label];
}
