namespace TextVae.Corpus.Synthetic.Grammar;

/// <summary>A branch of a <see cref="Choice"/>; <paramref name="Value"/> is what a named choice records.</summary>
internal sealed record Alternative(double Weight, Phrase Phrase, string Value = "");

/// <summary>
/// One of several phrases, with probabilities in proportion to their weights. A choice that decides a factor of the
/// review bears the factor's name, and its value goes into the trace; a choice of words has <see cref="Wording"/>.
/// </summary>
internal sealed class Choice : Phrase
{
    /// <summary>The name of all choices that decide nothing but words.</summary>
    public const string Wording = "wording";

    private readonly double[] _probabilities;

    public Choice(string factor, IReadOnlyList<Alternative> alternatives)
    {
        Factor = factor;
        Alternatives = alternatives;
        var total = alternatives.Sum(alternative => alternative.Weight);
        _probabilities = [.. alternatives.Select(alternative => alternative.Weight / total)];
    }

    /// <summary>The factor that this choice decides, or <see cref="Wording"/>.</summary>
    public string Factor { get; }

    /// <summary>The branches.</summary>
    public IReadOnlyList<Alternative> Alternatives { get; }

    /// <summary>A choice whose branches are the values of <paramref name="table"/>.</summary>
    public static Choice Of(FactorTable table, Func<string, Phrase> phraseOf) =>
        new(
            table.Factor,
            [.. table.Probabilities.Select(pair => new Alternative(pair.Value, phraseOf(pair.Key), pair.Key))]);

    public override Trace Sample(RandomStream random, List<string> tokens, Trace before)
    {
        var rest = random.NextDouble();
        var index = 0;
        while (index < _probabilities.Length - 1 && rest >= _probabilities[index]) rest -= _probabilities[index++];
        return Alternatives[index].Phrase.Sample(random, tokens, Take(index, before));
    }

    public override IEnumerable<Trace> Parse(TokenInput input, Trace before) =>
        Enumerable.Range(0, Alternatives.Count)
            .SelectMany(index => Alternatives[index].Phrase.Parse(input, Take(index, before)));

    public override double Entropy(string? factor = null)
    {
        var own = factor is null || factor == Factor ? FactorTable.EntropyOf(_probabilities) : 0;
        return own + _probabilities.Zip(Alternatives, (p, alternative) => p * alternative.Phrase.Entropy(factor)).Sum();
    }

    private Trace Take(int index, Trace before) => before with
    {
        NegativeLogProbability = before.NegativeLogProbability - Math.Log(_probabilities[index]),
        Last = Factor == Wording ? before.Last : new FactorValue(Factor, Alternatives[index].Value, before.Last),
    };
}
