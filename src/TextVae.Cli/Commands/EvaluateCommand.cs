using System.CommandLine;
using TextVae.Cli.Arguments;
using TextVae.Cli.Inputs;
using TextVae.Cli.Views;
using TextVae.Cli.Work;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Evaluation.Probes;
using TextVae.Runs;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae evaluate</c>: the figures of a trained model.</summary>
internal static class EvaluateCommand
{
    private static readonly Argument<string> Folder = RunArgument.Create();

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The dataset (default: the one of the run).",
        HelpName = "DATASET",
    };

    private static readonly Option<Split> OfSplit = SplitOption.Create("Which split", Split.Test);

    private static readonly Option<int?> Samples = new("--samples")
    {
        Description = "Posterior samples a sentence (default: the recipe's, or 10).",
        HelpName = "N",
    };

    private static readonly Option<int?> Iw = new("--iw")
    {
        Description = "Samples a sentence of the importance-weighted estimate (default: the recipe's, or none).",
        HelpName = "K",
    };

    private static readonly Option<int?> InformationSamples = new("--information-samples")
    {
        Description = "Posterior samples a sentence behind the mutual information (default: the recipe's, or 1).",
        HelpName = "N",
    };

    private static readonly Option<bool> Decode = new("--decode")
    {
        Description = "Decode the mean of each sentence's q(z|x) too: BLEU, word errors, lengths, distinct-n and self-BLEU of the texts.",
    };

    private static readonly Option<bool> Unseen = new("--unseen")
    {
        Description = "Report the figures of the sentences that are not in the training split too.",
    };

    public static Command Create()
    {
        var json = JsonOutput.CreateOption();
        var command = new Command("evaluate", "Measure a trained model on a split.")
        {
            Folder, Data, OfSplit, Samples, Iw, InformationSamples, Unseen,
        };
        var machine = new MachineArguments(command);
        command.Add(json);
        command.Add(Decode);
        var asked = new Asked(command);
        command.SetAction((parse, cancellation) =>
        {
            machine.Choose(parse);
            if (!parse.GetValue(Decode) && !asked.Moving.AsksAny(parse) && asked.Decoding.FirstTyped(parse) is { } typed)
                throw new RecipeException($"{typed} says how to decode, and nothing is decoded. Add --decode, --transfer or --paths.");
            EvaluationOutput? measured = null;
            try
            {
                Measure(parse, asked, part => measured = part, cancellation);
            }
            finally
            {
                // What took hours is not lost with what was to come after it.
                if (measured is not null && parse.GetValue(json))
                    measured.WriteJson(parse.InvocationConfiguration.Output);
                else
                    measured?.Print(parse.InvocationConfiguration.Output);
            }

            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    /// <summary>Measures all that was asked for.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="asked">The groups of options.</param>
    /// <param name="found">Given what there is so far, after each part.</param>
    /// <param name="cancellation">Stops between batches and parts.</param>
    private static void Measure(ParseResult parse, Asked asked, Action<EvaluationOutput> found, CancellationToken cancellation)
    {
        var folder = parse.GetValue(Folder)!;
        var error = parse.InvocationConfiguration.Error;
        var ranks = RankedConfiguration.RanksOf(parse);
        var split = parse.GetValue(OfSplit);
        var options = OptionsOf(parse, folder);
        var samples = asked.Sampling.CountOf(parse, split);
        asked.Probing.Require(parse);
        asked.Moving.Require(parse);
        using var model = TrainedModel.Load(folder);
        using var dataset = RunDataset.Open(folder, parse.GetValue(Data), model);
        var sentences = dataset[split].Count;
        // Made before anything is measured, so that what a model cannot do is told at once.
        var unseen = parse.GetValue(Unseen) ? UnseenSentences.Of(dataset, split, cancellation) : null;
        using var others = asked.Comparing.Of(parse, folder, model);
        var probeOptions = asked.Probing.Of(parse, model, dataset, split);
        var words = asked.Decoding.Of(parse, options.Beam, model);
        using var toDecode = parse.GetValue(Decode) ? new DecodingMeasurement(model, dataset, split, words) : null;
        using var toTransfer = asked.Moving.TransferOf(parse, model, dataset, split, words);
        using var toFollow = asked.Moving.PathsOf(parse, model, dataset, split, words, options);
        SplitMeasurement Measured(TrainedModel of) => ProgressView.Run(error, ReferenceEquals(of, model) ? "evaluate" : "evaluate the other", sink => new Evaluator(of.Model, options) { Ranks = ranks }.Measure(
            dataset[split], Shares(sink, sentences), cancellation));

        // Bounds are shared by all processes, the rest is the first one's.
        var measured = Measured(model);
        var output = new EvaluationOutput(measured.Report, Decoding: null, Sampled: null, Probing: null)
        {
            Of = MeasuredRun.Of(folder, model, split),
            Examination = new ModelExamination(Use: null, Findings: []),
            Unseen = unseen?.Of(measured),
        };
        found(output);
        found(output = output with { Against = others.Against(measured, Measured, unseen) });
        found(output = output with { BetaSweep = others.Sweep(measured.Report, Measured, error) });
        ranks.OnFirst(() =>
        {
            found(output = output with { Examination = ModelExamination.Of(model, dataset[split], new RunFolder(folder), measured.Report, cancellation) });
            if (toDecode is not null)
                found(output = output with { Decoding = Shown("decode", sink => toDecode.Measure(options.Batch, Shares(sink, sentences), cancellation)) });
            if (samples is { } count)
            {
                found(output = output with
                {
                    Sampled = Shown("sample", sink => SampledArguments.Measure(
                        model, dataset, split, count, options.Seed, Shares(sink, count, "texts"), cancellation)),
                });
            }

            if (toTransfer is not null)
                found(output = output with { Transfer = Shown("transfer", sink => toTransfer.Measure(new StageProgress(sink, "texts of other kinds"), cancellation)) });
            if (toFollow is not null)
                found(output = output with { Paths = Shown("paths", sink => toFollow.Measure(new StageProgress(sink, "texts between others"), cancellation)) });
            if (probeOptions is not null)
                found(output = output with { Probing = Probes(model, dataset, split, probeOptions, error, cancellation) });
        });

        TReport Shown<TReport>(string stage, Func<IProgressSink, TReport> measure) => ProgressView.Run(error, stage, measure);
    }

    private static EvaluationOptions OptionsOf(ParseResult parse, string folder)
    {
        var options = RunRecipe.Evaluation(folder);
        options = options with
        {
            Samples = parse.GetValue(Samples) ?? options.Samples,
            Iw = parse.GetValue(Iw) ?? options.Iw,
            InformationSamples = parse.GetValue(InformationSamples) ?? options.InformationSamples,
        };
        RecipeException.ThrowIfAny(options.Problems());
        return options;
    }

    private static ProbeReport Probes(
        TrainedModel model, Dataset dataset, Split split, ProbeOptions options, TextWriter error, CancellationToken cancellation)
    {
        var probes = ProgressView.Run(error, "probe", sink => Prober.Measure(
            model.Model, dataset, split, options, new StageProgress(sink, "linear probes"), cancellation));
        foreach (var reason in probes.LeftOut)
            error.WriteLine(TerminalText.Clean(reason));
        return probes;
    }

    private static StageProgress Shares(IProgressSink sink, int count, string what = "sentences") =>
        new(sink, share => $"{(int)(share * count)} of {count} {what}");

    /// <summary>The groups of options that say what is measured beside the bounds.</summary>
    private sealed class Asked(Command command)
    {
        public DecodingArguments Decoding { get; } = new(command, "beam", hasLists: true);

        public SampledArguments Sampling { get; } = new(command);

        public ProbeArguments Probing { get; } = new(command);

        public ComparisonArguments Comparing { get; } = new(command);

        public MovingArguments Moving { get; } = new(command);
    }
}
