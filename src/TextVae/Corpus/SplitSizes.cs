using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace TextVae.Corpus;

/// <summary>What the size of a split is counted in.</summary>
public enum SplitUnit
{
    /// <summary>The share of all texts, from 0 to 1.</summary>
    Share,

    /// <summary>A number of texts.</summary>
    Texts,

    /// <summary>All texts that the other splits leave.</summary>
    Rest,
}

/// <summary>How large one split is.</summary>
/// <param name="Value">The share or the number; 0 for the rest.</param>
/// <param name="Unit">What it is.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SplitSize(double Value, SplitUnit Unit)
{
    /// <summary>All texts that the other splits leave.</summary>
    public static SplitSize Rest { get; } = new(0, SplitUnit.Rest);

    /// <summary>So many texts, whatever share of all that is.</summary>
    public static SplitSize Texts(int count) => new(count, SplitUnit.Texts);

    /// <summary>A share of all texts.</summary>
    public static implicit operator SplitSize(double share) => new(share, SplitUnit.Share);

    /// <summary>As it is typed: <c>rest</c>, <c>3000</c> or <c>0.06</c>.</summary>
    public override string ToString() =>
        Unit == SplitUnit.Rest ? "rest" : Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// How large the three splits are: three shares that add up to 1, or one rest beside numbers of texts or shares.
/// </summary>
[JsonConverter(typeof(SplitSizesJson))]
public sealed record SplitSizes(SplitSize Train, SplitSize Valid, SplitSize Test)
{
    internal const string Allowed = "three shares that add up to 1, such as 0.91,0.03,0.06, or one rest beside numbers of "
        + "texts or shares below 1, such as rest,3000,0.06";

    /// <summary>Reads what <see cref="ToString"/> writes: three parts with commas between.</summary>
    /// <remarks>
    /// Beside a <c>rest</c>, a whole number from 1 is a number of texts; all else is a share.
    /// </remarks>
    /// <exception cref="RecipeException">The text is no such three parts.</exception>
    public static SplitSizes Parse(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var hasRest = parts.Contains("rest", StringComparer.Ordinal);
        var sizes = parts.Select(part => ParseSize(part, hasRest)).OfType<SplitSize>().ToArray();
        if (parts.Length != 3 || sizes.Length != 3)
            throw new RecipeException($"The split is '{text}'. Give the sizes of training, validation and test: {Allowed}.");
        return new SplitSizes(sizes[0], sizes[1], sizes[2]);
    }

    /// <summary>As it is typed: <c>rest,3000,0.06</c>.</summary>
    public override string ToString() => string.Join(',', Train, Valid, Test);

    /// <summary>Whether the sizes fit together.</summary>
    internal bool IsSound()
    {
        SplitSize[] sizes = [Train, Valid, Test];
        var hasRest = sizes.Any(size => size.Unit == SplitUnit.Rest);
        var sound = sizes.All(size => size.Unit switch
        {
            SplitUnit.Share => size.Value is >= 0 and <= 1,
            SplitUnit.Texts => hasRest && size.Value is >= 1 and <= int.MaxValue,
            _ => true,
        });
        var shares = sizes.Where(size => size.Unit == SplitUnit.Share).Sum(size => size.Value);
        return sound && Train != 0 && (hasRest
            ? shares < 1 && sizes.Count(size => size.Unit == SplitUnit.Rest) == 1
            : Math.Abs(shares - 1) <= 1e-9);
    }

    private static SplitSize? ParseSize(string part, bool besideRest)
    {
        if (part == "rest")
            return SplitSize.Rest;
        if (besideRest && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
            return SplitSize.Texts(count);
        return double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) ? share : null;
    }
}
