using TextVae.Corpus;
using TextVae.Generation;

namespace TextVae.Sweeps;

/// <summary>What is measured of every run of a sweep, the same for all: the table `[evaluate]`.</summary>
public sealed record SweepEvaluation
{
    /// <summary>The split that is measured.</summary>
    public Split Split { get; init; } = Split.Test;

    /// <summary>Samples a sentence of the importance-weighted estimate; null for what each recipe says.</summary>
    public int? Iw { get; init; }

    /// <summary>Whether the split is decoded too, by a beam, and the texts are measured. A language model's is not.</summary>
    public bool Decode { get; init; }

    /// <summary>The power of the length by which the beam compares texts, <see cref="DecodingOptions.LengthPower"/>.</summary>
    public double LengthPower { get; init; } = new DecodingOptions().LengthPower;

    /// <summary>The n of the n-grams that no decoded text has twice, <see cref="DecodingOptions.NoRepeatNgram"/>; 0 for none.</summary>
    public int NoRepeatNgram { get; init; }

    /// <summary>Whether linear probes are trained too. A language model has nothing to probe.</summary>
    public bool Probe { get; init; }
}
