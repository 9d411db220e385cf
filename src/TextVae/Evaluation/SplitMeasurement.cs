namespace TextVae.Evaluation;

/// <summary>What was measured of a model on a split, sentence by sentence, and the figures that come of it.</summary>
public sealed class SplitMeasurement
{
    internal SplitMeasurement(
        SentenceBound[] sentences, EvaluationOptions options, PosteriorTable? posteriors, LatentInformation? information)
        : this(
            sentences, posteriors is null ? 0 : options.Samples, posteriors is not null && options.Iw > 0 ? options.Iw : null, posteriors,
            information)
    {
    }

    private SplitMeasurement(
        SentenceBound[] sentences, int samples, int? iw, PosteriorTable? posteriors, LatentInformation? information)
    {
        Sentences = sentences;
        Information = information;
        var figures = Figures().ToDictionary(figure => figure.Name, figure => (figure.Value, figure.StandardError));
        double? ValueOf(string name) => figures.TryGetValue(name, out var figure) ? figure.Value : null;
        Report = new EvaluationReport
        {
            Sentences = sentences.Length,
            Tokens = sentences.Sum(sentence => (long)sentence.Tokens),
            Samples = samples,
            Reconstruction = figures["reconstruction"].Value,
            Kl = figures["kl"].Value,
            NllIw = ValueOf("nll_iw"),
            IwSamples = iw,
            IwEss = ValueOf("iw_ess"),
            IwCurve = iw is { } k ? [.. ImportanceWeights.CurveSizes(k).Select(CurvePoint)] : null,
            MutualInformation = ValueOf("mutual_information"),
            MutualInformationCeiling = information is null ? null : Math.Log(sentences.Length),
            MarginalKl = ValueOf("marginal_kl"),
            ActiveUnits = posteriors?.ActiveUnits(),
            Latent = posteriors?.Latent,
            KlPerDimension = posteriors?.KlPerDimension(),
            MiBound = ValueOf("mi_bound"),
            StandardErrors = sentences.Length > 1
                ? figures.ToDictionary(figure => figure.Key, figure => figure.Value.StandardError!.Value)
                : null,
        };
    }

    /// <summary>Takes up what was measured before.</summary>
    internal SplitMeasurement(IReadOnlyList<SentenceBound> sentences, LatentInformation? information, EvaluationReport report) =>
        (Sentences, Information, Report) = (sentences, information, report);

    /// <summary>The sentences, in the order of the split.</summary>
    public IReadOnlyList<SentenceBound> Sentences { get; }

    /// <summary>The figures of the split.</summary>
    public EvaluationReport Report { get; }

    /// <summary>What each of the sentences contributes to the information; null for a language model.</summary>
    internal LatentInformation? Information { get; }

    /// <summary>What was measured of some of the sentences: the figures that are means over sentences. The information and the use of each
    /// dimension are of all together, and not there.</summary>
    /// <param name="places">Which, by their places in <see cref="Sentences"/>; at least one.</param>
    public SplitMeasurement Part(IEnumerable<int> places) => new(
        [.. places.Select(place => Sentences[place])], Report.Samples, Report.IwSamples, posteriors: null, information: null);

    /// <summary>Paired differences from another model on the same split, of each figure that both have; a language model's exact
    /// likelihood also stands beside the importance-weighted estimate of an autoencoder.</summary>
    /// <param name="other">What was measured of the other model, with the same options.</param>
    /// <exception cref="ArgumentException">The other one is of other sentences.</exception>
    public IReadOnlyList<PairedDifference> Minus(SplitMeasurement other)
    {
        if (!Sentences.Select(sentence => sentence.Tokens).SequenceEqual(other.Sentences.Select(sentence => sentence.Tokens)))
            throw new ArgumentException("The two were measured on different sentences.", nameof(other));
        return
        [
            .. ComparableFigures().Join(
                other.ComparableFigures(), figure => figure.Name, figure => figure.Name, (own, its) => own.Minus(its), StringComparer.Ordinal),
        ];
    }

    // What the importance-weighted estimate of an autoencoder estimates, a language model has exactly.
    private IEnumerable<SentenceFigure> ComparableFigures()
    {
        var exact = Of(sentence => sentence.Reconstruction);
        return Report.Samples > 0
            ? Figures()
            :
            [
                .. Figures(), SentenceFigure.Mean("nll_iw", exact),
                SentenceFigure.Perplexity("perplexity_iw", exact, Of(sentence => sentence.Tokens)),
            ];
    }

    private IwCurvePoint CurvePoint(int k, int place)
    {
        var nll = SentenceFigure.Mean("nll_iw", Of(sentence => sentence.Weighted!.Curve[place]));
        return new IwCurvePoint(k, nll.Value, nll.StandardError);
    }

    private IEnumerable<SentenceFigure> Figures()
    {
        var tokens = Of(sentence => sentence.Tokens);
        var reconstruction = Of(sentence => sentence.Reconstruction);
        var bound = Of(sentence => sentence.Reconstruction + sentence.Kl);
        yield return SentenceFigure.Mean("reconstruction", reconstruction);
        yield return SentenceFigure.Mean("kl", Of(sentence => sentence.Kl));
        yield return SentenceFigure.Mean("nll_bound", bound);
        yield return SentenceFigure.Perplexity("perplexity_conditional", reconstruction, tokens);
        yield return SentenceFigure.Perplexity("perplexity", bound, tokens);
        if (Sentences[0].Weighted is not null)
        {
            var estimate = Of(sentence => sentence.Weighted!.NegativeLogLikelihood);
            yield return SentenceFigure.Mean("nll_iw", estimate);
            yield return SentenceFigure.Mean("iw_ess", Of(sentence => sentence.Weighted!.EffectiveSamples));
            yield return SentenceFigure.Perplexity("perplexity_iw", estimate, tokens);
        }

        // Their derivative by the mixture is 0: it is a density however the sentences are weighted. So a sentence counts by what
        // its own z say, as in any other mean.
        if (Information is not null)
        {
            yield return SentenceFigure.Mean("mutual_information", Information.MutualInformation);
            yield return SentenceFigure.Mean("marginal_kl", Information.MarginalKl);
        }

        if (Sentences[0].Information is not null)
            yield return SentenceFigure.Mean("mi_bound", Of(sentence => sentence.Information!.Value));
    }

    private double[] Of(Func<SentenceBound, double> value) => [.. Sentences.Select(value)];
}
