namespace TextVae.Corpus.Synthetic.Grammar;

/// <summary>
/// How far a derivation has come, whether it is being drawn or read back: the tokens made or read so far, the
/// probability of the choices that led here, and the values that the named choices took.
/// </summary>
internal readonly record struct Trace(int Position, double NegativeLogProbability, FactorValue? Last)
{
    /// <summary>The values that the choices named <paramref name="factor"/> took, in the order of the text.</summary>
    public IReadOnlyList<string> ValuesOf(string factor)
    {
        var values = new List<string>();
        for (var value = Last; value is not null; value = value.Before)
        {
            if (value.Factor == factor) values.Add(value.Value);
        }

        values.Reverse();
        return values;
    }
}

/// <summary>A value that a named choice took, linked to the one before: traces that branch share their past.</summary>
internal sealed record FactorValue(string Factor, string Value, FactorValue? Before);

/// <summary>The tokens being parsed, and how many of them some derivation has understood.</summary>
internal sealed class TokenInput(IReadOnlyList<string> tokens)
{
    /// <summary>The tokens, in lower case.</summary>
    public IReadOnlyList<string> Tokens { get; } = tokens;

    /// <summary>The longest beginning, in tokens, that some derivation agrees with.</summary>
    public int Understood { get; private set; }

    /// <summary>Whether the token at <paramref name="position"/> is <paramref name="word"/>.</summary>
    public bool Has(int position, string word)
    {
        if (position >= Tokens.Count || Tokens[position] != word) return false;
        Understood = Math.Max(Understood, position + 1);
        return true;
    }
}
