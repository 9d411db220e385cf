using TextVae.Models;

namespace TextVae.Objectives;

/// <summary>The weights of an objective.</summary>
public sealed record ObjectiveOptions
{
    /// <summary>The weight of the KL term.</summary>
    public Schedule Kl { get; init; } = Schedule.Constant(1);

    /// <summary>λ, the nats of KL below which the KL term costs nothing less (Kingma et al. 2016); 0 for none.</summary>
    public double FreeBits { get; init; }

    /// <summary>What has those nats: each dimension of z, or all together.</summary>
    public FreeBitsPer FreeBitsPer { get; init; }

    /// <summary>
    /// The nats of KL a sentence that training holds by moving the weight of the KL term, which begins with
    /// <see cref="Kl"/>; 0 where it moves by its schedule alone.
    /// </summary>
    public double TargetKl { get; init; }

    /// <summary>
    /// k, the samples of z a sentence that training takes: with more than one it minimises the importance-weighted bound of k samples
    /// (Burda et al. 2016), and a step costs nearly k times what the decoder costs.
    /// </summary>
    public int Samples { get; init; } = 1;

    /// <summary>The share of the words hidden from the decoder in training; never in evaluation.</summary>
    public Schedule WordDropout { get; init; } = Schedule.Constant(0);

    /// <summary>The share of the words hidden from the encoder in training (Shen et al. 2020); never in evaluation.</summary>
    public Schedule InputDropout { get; init; } = Schedule.Constant(0);

    /// <summary>The weight of predicting a text's words from z alone (Zhao et al. 2017); 0 for none.</summary>
    public double BagOfWords { get; init; }

    /// <summary>
    /// The weight of predicting a text's label from z alone, where it has one (Kingma et al. 2014); 0 for none. The mean is over all
    /// sentences, those without a label with 0, so that with a share s of labelled ones it counts s times as much.
    /// </summary>
    public double Label { get; init; }

    /// <summary>The weight of the maximum mean discrepancy between z and the prior (Tolstikhin et al. 2018); 0 for none.</summary>
    public double Mmd { get; init; }

    /// <summary>λ of equation 9, the weight of the mutual information between z and the text; 0 for none.</summary>
    public double MutualInformation { get; init; }

    /// <summary>Where z and the text come from.</summary>
    public MutualInformationSource MutualInformationSource { get; init; }

    /// <summary>The model that this objective trains: it has the network of a term exactly where the term has a weight.</summary>
    /// <param name="options">The model as its recipe has it.</param>
    public ModelOptions ModelFor(ModelOptions options) => options with
    {
        HasInformationNetwork = MutualInformation > 0 && options.Kind == ModelKind.Vae,
        HasBagOfWords = BagOfWords > 0 && options.Kind == ModelKind.Vae,
        HasLabelPredictor = Label > 0 && options.Kind == ModelKind.Vae,
    };

    /// <summary>Whether every weight of the objective of a kind of model stays the same from a step on.</summary>
    internal bool SchedulesHaveEnded(long step, ModelKind kind) =>
        (kind == ModelKind.Lm || Kl.HasEnded(step)) && WordDropout.HasEnded(step) && InputDropout.HasEnded(step);

    /// <summary>Everything that is wrong with these options, each as one sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        (string Name, Schedule Schedule, double Most)[] schedules =
            [("kl", Kl, 1000), ("word_dropout", WordDropout, 1), ("input_dropout", InputDropout, 1)];
        foreach (var (name, schedule, most) in schedules)
        {
            foreach (var (end, value) in new[] { ("from", schedule.From), ("to", schedule.To) })
            {
                if (!(value >= 0 && value <= most))
                    yield return FormattableString.Invariant($"objective.{name} has the {end} value {value}; it has to be between 0 and {most}.");
            }

            foreach (var problem in schedule.Problems())
                yield return $"objective.{name} {problem}";
        }

        if (Samples is < 1 or > 1000)
            yield return $"objective.samples is {Samples}; it has to be between 1 and 1000.";

        if (TargetKl > 0 && FreeBits > 0)
        {
            yield return FormattableString.Invariant($"objective.target_kl is {TargetKl} and objective.free_bits is {FreeBits}; both say how many nats z has, so ")
                + "one of them has to be 0.";
        }

        if (TargetKl > 0 && (Kl.Kind != ScheduleKind.Constant || Kl.To is < KlTarget.Least or > KlTarget.Most))
        {
            yield return FormattableString.Invariant($"objective.target_kl is {TargetKl}, so training finds the weight of the KL term, and objective.kl has to be the ")
                + FormattableString.Invariant($"number that it begins with, between {KlTarget.Least} and {KlTarget.Most}.");
        }

        foreach (var (name, weight) in OfLatent())
        {
            if (!(weight >= 0 && weight <= 1000))
                yield return FormattableString.Invariant($"objective.{name} is {weight}; it has to be between 0 and 1000.");
        }
    }

    /// <summary>The keys that make no sense without z, and what they are: 0 where they are not used.</summary>
    internal IEnumerable<(string Name, double Value)> OfLatent() =>
    [
        ("free_bits", FreeBits), ("target_kl", TargetKl), ("input_dropout", Math.Max(InputDropout.From, InputDropout.To)),
        ("bag_of_words", BagOfWords), ("label", Label), ("mmd", Mmd), ("mutual_information", MutualInformation),
    ];
}
