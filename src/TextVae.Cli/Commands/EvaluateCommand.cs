using System.CommandLine;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Evaluation.Probes;
using TextVae.Native;
using TextVae.Runs;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae evaluate</c>: the figures of a trained model.</summary>
internal static class EvaluateCommand
{
    private static readonly Argument<string> Folder = new("RUN") { Description = "A run folder, or its model folder." };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The dataset (default: the one of the run).",
        HelpName = "DATASET",
    };

    private static readonly Option<Split> OfSplit = Choices.Option(
        "--split", "Which split", "test", ("train", Split.Train), ("valid", Split.Valid), ("test", Split.Test));

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

    public static Command Create()
    {
        var device = DeviceOption.Create();
        var precision = PrecisionOption.Create();
        var json = JsonOutput.CreateOption();
        var command = new Command("evaluate", "Measure a trained model on a split.")
        {
            Folder, Data, OfSplit, Samples, Iw, InformationSamples, device, precision, json, Decode,
        };
        var decoding = new DecodingArguments(command, "beam", hasLists: true);
        var sampling = new SampledArguments(command);
        var probing = new ProbeArguments(command);
        var comparing = new ComparisonArguments(command);
        var moving = new MovingArguments(command);
        command.SetAction((parse, cancellation) =>
        {
            NativeRuntime.Device = parse.GetValue(device);
            NativeRuntime.Precision = parse.GetValue(precision) ?? Precision.Auto;
            if (!parse.GetValue(Decode) && !moving.AsksAny(parse) && decoding.FirstTyped(parse) is { } typed)
                throw new RecipeException($"{typed} says how to decode, and nothing is decoded. Add --decode, --transfer or --paths.");
            var measured = Measure(parse, decoding, sampling, probing, comparing, moving, cancellation);
            if (parse.GetValue(json))
                measured.WriteJson(parse.InvocationConfiguration.Output);
            else
                measured.Print(parse.InvocationConfiguration.Output);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static EvaluationOutput Measure(
        ParseResult parse, DecodingArguments decoding, SampledArguments sampling, ProbeArguments probing, ComparisonArguments comparing,
        MovingArguments moving, CancellationToken cancellation)
    {
        var folder = parse.GetValue(Folder)!;
        var error = parse.InvocationConfiguration.Error;
        var ranks = RankedConfiguration.RanksOf(parse);
        using var model = TrainedModel.Load(folder);
        using var dataset = RunDataset.Open(folder, parse.GetValue(Data), model);
        var split = parse.GetValue(OfSplit);
        var sentences = dataset[split].Count;
        var options = RunRecipe.Evaluation(folder);
        options = options with
        {
            Samples = parse.GetValue(Samples) ?? options.Samples,
            Iw = parse.GetValue(Iw) ?? options.Iw,
            InformationSamples = parse.GetValue(InformationSamples) ?? options.InformationSamples,
        };
        if (options.Problems().ToArray() is { Length: > 0 } problems)
            throw new RecipeException(string.Join(' ', problems));
        var samples = sampling.CountOf(parse);
        using var others = comparing.Of(parse, folder, model);
        var probeOptions = probing.Of(parse, model, dataset, split);
        // Made before anything is measured, so that a model that cannot decode is told at once.
        var words = decoding.Of(parse, options.Beam, model);
        using var toDecode = parse.GetValue(Decode) ? new DecodingMeasurement(model, dataset, split, words) : null;
        using var toTransfer = moving.TransferOf(parse, model, dataset, split, words);
        using var toFollow = moving.PathsOf(parse, model, dataset, split, words, options);
        SplitMeasurement Measured(TrainedModel of) => ProgressView.Run(error, "evaluate", sink => new Evaluator(of.Model, options) { Ranks = ranks }.Measure(
            dataset[split], Shares(sink, sentences), cancellation));
        // Bounds are shared by all processes, the rest is the first one's.
        var measured = Measured(model);
        var output = new EvaluationOutput(measured.Report, Decoding: null, Sampled: null, Probing: null)
        {
            Examination = new ModelExamination(Use: null, Findings: []),
            Against = others.Against(measured, Measured),
            BetaSweep = others.Sweep(measured.Report, Measured, error),
        };
        ranks.OnFirst(() =>
        {
            var decoded = toDecode is null
                ? null
                : ProgressView.Run(error, "decode", sink => toDecode.Measure(options.Batch, Shares(sink, sentences), cancellation));
            var sampled = samples is not { } count
                ? null
                : ProgressView.Run(error, "sample", sink => SampledArguments.Measure(
                    model, dataset, split, count, options.Seed, Shares(sink, count, "texts"), cancellation));
            output = output with
            {
                Decoding = decoded,
                Sampled = sampled,
                Transfer = toTransfer is null
                    ? null
                    : ProgressView.Run(error, "transfer", sink => toTransfer.Measure(new StageProgress(sink, "texts of other kinds"), cancellation)),
                Paths = toFollow is null
                    ? null
                    : ProgressView.Run(error, "paths", sink => toFollow.Measure(new StageProgress(sink, "texts between others"), cancellation)),
                Examination = ModelExamination.Of(model, dataset[split], new RunFolder(folder), measured.Report, cancellation),
                Probing = probeOptions is null ? null : Probes(model, dataset, split, probeOptions, error, cancellation),
            };
        });
        return output;
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
}
