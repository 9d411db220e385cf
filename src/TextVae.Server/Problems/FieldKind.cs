namespace TextVae.Server.Problems;

/// <summary>The kinds of values that fields have, in words and as examples in JSON.</summary>
internal static class FieldKind
{
    private static readonly Dictionary<Type, (string Words, string Example)> Kinds = new()
    {
        [typeof(string)] = ("a text of valid characters", "\"...\""),
        [typeof(bool)] = ("true or false", "true"),
        [typeof(int)] = ("a whole number", "1"),
        [typeof(long)] = ("a whole number", "1"),
        [typeof(double)] = ("a number", "0.5"),
        [typeof(IReadOnlyList<string>)] = ("a list of texts of valid characters", "[\"...\"]"),
        [typeof(IReadOnlyList<int>)] = ("a list of whole numbers", "[0, 1]"),
        [typeof(IReadOnlyList<float[]>)] = ("a list of lists of numbers", "[[0.5, -1]]"),
    };

    /// <summary>What a field of a type has to be.</summary>
    public static string Of(Type type) => Find(type).Words;

    /// <summary>What it may be.</summary>
    public static string ExampleOf(Type type) => Find(type).Example;

    private static (string Words, string Example) Find(Type type) => Kinds.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var kind)
        ? kind
        : throw new ArgumentException($"There are no words for {type}.", nameof(type));
}
