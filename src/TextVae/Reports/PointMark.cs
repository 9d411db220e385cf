namespace TextVae.Reports;

/// <summary>Points of labels on a page: when the colours are used up, shapes tell them apart.</summary>
internal static class PointMark
{
    private const int Shapes = 4;

    /// <summary>An element of SVG.</summary>
    /// <param name="label">The number of the label, from 0.</param>
    /// <param name="x">Where, from the left.</param>
    /// <param name="y">Where, from the top.</param>
    /// <param name="radius">Half of its width.</param>
    public static string Of(int label, double x, double y, double radius)
    {
        var colour = FormattableString.Invariant($"class=\"point c{label % Palette.Count}\"");
        return (label / Palette.Count % Shapes) switch
        {
            0 => FormattableString.Invariant($"<circle {colour} cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius}\"/>"),
            1 => FormattableString.Invariant($"<path {colour} d=\"M{x - radius:0.#},{y - radius:0.#}h{2 * radius}v{2 * radius}h{-2 * radius}z\"/>"),
            2 => FormattableString.Invariant($"<path {colour} d=\"M{x:0.#},{y - radius:0.#}l{radius},{2 * radius}h{-2 * radius}z\"/>"),
            _ => FormattableString.Invariant($"<path {colour} d=\"M{x:0.#},{y - radius:0.#}l{radius},{radius}l{-radius},{radius}l{-radius},{-radius}z\"/>"),
        };
    }
}
