namespace TextVae.Corpus.Synthetic.Grammar;

/// <summary>
/// A node of a probabilistic grammar without recursion: <see cref="Words"/>, a <see cref="Sequence"/> or a
/// <see cref="Choice"/>. Nodes are immutable and shared. All information is in nats.
/// </summary>
internal abstract class Phrase
{
    /// <summary>Appends a random text of this phrase to <paramref name="tokens"/>; returns the trace after it.</summary>
    public abstract Trace Sample(RandomStream random, List<string> tokens, Trace before);

    /// <summary>Every way to read this phrase from <c>before.Position</c> on, each as the trace after it.</summary>
    public abstract IEnumerable<Trace> Parse(TokenInput input, Trace before);

    /// <summary>
    /// The exact entropy of the derivations of this phrase, E[-log p], by recursion. With a <paramref name="factor"/>
    /// only the share that the choices of that name contribute; by the chain rule the shares of all names sum to the
    /// whole. It is the entropy of the texts too if no two derivations give the same text.
    /// </summary>
    public abstract double Entropy(string? factor = null);
}

/// <summary>Fixed tokens, possibly none.</summary>
internal sealed class Words(IReadOnlyList<string> tokens) : Phrase
{
    /// <summary>The phrase without a word.</summary>
    public static readonly Words None = new([]);

    /// <summary>The tokens, in lower case.</summary>
    public IReadOnlyList<string> Tokens { get; } = tokens;

    public override Trace Sample(RandomStream random, List<string> tokens, Trace before)
    {
        tokens.AddRange(Tokens);
        return before with { Position = before.Position + Tokens.Count };
    }

    public override IEnumerable<Trace> Parse(TokenInput input, Trace before)
    {
        for (var i = 0; i < Tokens.Count; i++)
        {
            if (!input.Has(before.Position + i, Tokens[i])) yield break;
        }

        yield return before with { Position = before.Position + Tokens.Count };
    }

    public override double Entropy(string? factor = null) => 0;
}

/// <summary>One phrase after the other, drawn independently.</summary>
internal sealed class Sequence(params IReadOnlyList<Phrase> parts) : Phrase
{
    /// <summary>The parts, in the order of the text.</summary>
    public IReadOnlyList<Phrase> Parts { get; } = parts;

    public override Trace Sample(RandomStream random, List<string> tokens, Trace before)
    {
        foreach (var part in Parts) before = part.Sample(random, tokens, before);
        return before;
    }

    public override IEnumerable<Trace> Parse(TokenInput input, Trace before) => ParseFrom(0, input, before);

    public override double Entropy(string? factor = null) => Parts.Sum(part => part.Entropy(factor));

    private IEnumerable<Trace> ParseFrom(int index, TokenInput input, Trace before)
    {
        if (index == Parts.Count) return [before];
        return Parts[index].Parse(input, before).SelectMany(after => ParseFrom(index + 1, input, after));
    }
}
