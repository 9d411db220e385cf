namespace TextVae.Server.Problems;

/// <summary>The kinds of values that fields have, in words.</summary>
internal static class FieldKind
{
    public static string Of(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(string) => "a text of valid characters",
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(int) || t == typeof(long) => "a whole number",
        var t when t == typeof(double) => "a number",
        var t when t == typeof(IReadOnlyList<string>) => "a list of texts of valid characters",
        var t when t == typeof(IReadOnlyList<int>) => "a list of whole numbers",
        var t when t == typeof(IReadOnlyList<float[]>) => "a list of lists of numbers",
        _ => throw new ArgumentException($"There are no words for {type}.", nameof(type)),
    };
}
