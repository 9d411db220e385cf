using System.Text.Json.Serialization;
using TextVae.Evaluation;

namespace TextVae;

/// <summary>How likely a text is to a model, nats. The names are those of an evaluation.</summary>
/// <param name="Text">The text as it was given.</param>
/// <param name="Tokens">Its predicted tokens: its words and its end.</param>
/// <param name="Reconstruction">E_q[−ln p(x|z)], the mean over samples; −ln p(x) for a language model.</param>
/// <param name="Kl">KL(q(z|x) ‖ p(z)), closed form; 0 for a language model.</param>
public sealed record TextScore(string Text, int Tokens, double Reconstruction, double Kl)
{
    /// <summary>Reconstruction + KL: an upper bound on −ln p(x) (equation 3 of the paper); the exact value for a language model.</summary>
    public double NllBound => Reconstruction + Kl;

    /// <summary>The importance-weighted estimate of −ln p(x), where <see cref="ScoreOptions.ImportanceSamples"/> asks for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NllIw { get; init; }

    /// <summary>The samples behind it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? IwSamples { get; init; }

    /// <summary>Its effective sample size, between 1 and the samples: near 1, the estimate rests on a single one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? IwEss { get; init; }

    /// <summary>Every word as the model knows it, and the end of the text; null where they were not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WordScore>? Words { get; init; }

    internal static TextScore Of(string text, SentenceBound bound, ScoreOptions options, WordScore[]? words) =>
        new(text, bound.Tokens, bound.Reconstruction, bound.Kl)
        {
            NllIw = bound.Weighted?.NegativeLogLikelihood,
            IwSamples = bound.Weighted is null ? null : options.ImportanceSamples,
            IwEss = bound.Weighted?.EffectiveSamples,
            Words = words,
        };
}

/// <summary>What a word is to the model, in its text.</summary>
/// <param name="Word">The word, <c>&lt;unk&gt;</c> where the vocabulary does not have it, and <c>&lt;/s&gt;</c> for the end of the text.</param>
/// <param name="Surprise">−ln p of the word given those before it and the mean of q(z|x), nats.</param>
/// <param name="Attention">How much it counts in the vector; null where the encoder pays no attention. A text's sum to 1.</param>
public sealed record WordScore(
    string Word,
    double Surprise,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Attention);

/// <summary>What is measured of a text.</summary>
public sealed record ScoreOptions
{
    /// <summary>Samples of z behind <see cref="TextScore.Reconstruction"/>.</summary>
    public int Samples { get; init; } = 10;

    /// <summary>Samples of the importance-weighted estimate; 0 leaves it out.</summary>
    public int ImportanceSamples { get; init; }

    /// <summary>Whether each word's surprise is told, and the attention paid to it.</summary>
    public bool Words { get; init; } = true;

    /// <summary>The seed of the noise; that of a text depends on it and on the text's place in the list.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Everything that is wrong with these options, each as one sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Samples is < 1 or > 100_000)
            yield return $"The samples are {Samples}; they have to be between 1 and 100000.";
        if (ImportanceSamples is < 0 or > 10_000_000)
            yield return $"The importance samples are {ImportanceSamples}; they have to be between 0 and 10000000.";
    }

    internal EvaluationOptions ToEvaluation() => new() { Samples = Samples, Iw = ImportanceSamples, Seed = Seed };
}
