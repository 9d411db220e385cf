namespace TextVae.Tables;

/// <summary>A column of a table: what each row has under a name. Exactly one of the three is there.</summary>
/// <typeparam name="T">What a row is made of.</typeparam>
public sealed record TableColumn<T>
{
    private TableColumn(string name) => Name = name;

    /// <summary>The name of the column.</summary>
    public string Name { get; }

    /// <summary>The text of a row, null for none.</summary>
    internal Func<T, string?>? Text { get; private init; }

    /// <summary>The number of a row.</summary>
    internal Func<T, double>? Number { get; private init; }

    /// <summary>The vector of a row.</summary>
    internal Func<T, float[]>? Vector { get; private init; }

    /// <summary>How many numbers each vector has.</summary>
    internal int Width { get; private init; }

    /// <summary>A column of texts.</summary>
    public static TableColumn<T> OfText(string name, Func<T, string?> text) => new(name) { Text = text };

    /// <summary>A column of numbers.</summary>
    public static TableColumn<T> OfNumber(string name, Func<T, double> number) => new(name) { Number = number };

    /// <summary>A column of vectors of the same size.</summary>
    public static TableColumn<T> OfVector(string name, int width, Func<T, float[]> vector) => new(name) { Vector = vector, Width = width };
}
