using System.CommandLine;
using TextVae.Cli.Arguments;
using TextVae.Cli.Inputs;
using TextVae.Cli.Work;
using TextVae.Tables;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae augment</c>: more labelled texts, from around those that there are.</summary>
internal static class AugmentCommand
{
    private static readonly Argument<string> Folder = RunArgument.Create();

    private static readonly Option<int> Each = new("--each")
    {
        Description = "The most new texts of each text.",
        DefaultValueFactory = _ => 3,
        HelpName = "N",
    };

    private static readonly Option<int?> Draws = new("--draws")
    {
        Description = "Texts that are drawn of each to find them among (default: four times as many).",
        HelpName = "N",
    };

    private static readonly Option<double> Radius = new("--radius")
    {
        Description = "How far around a text: z is drawn from N(μ, R²·σ²) with the mean and variance of its q(z|x).",
        DefaultValueFactory = _ => 1,
        HelpName = "R",
    };

    private static readonly Option<bool> AnyLabel = new("--any-label")
    {
        Description = "Keep texts too that a classifier of the training split gives another label.",
    };

    private static readonly Option<string?> Label = LabelOption.Create("For a model trained with labels: the label of texts that come without.");

    private static readonly TableColumn<AugmentedText>[] Columns =
    [
        TableColumn<AugmentedText>.OfText("text", text => text.Text),
        TableColumn<AugmentedText>.OfText("label", text => text.Label),
        TableColumn<AugmentedText>.OfText("source", text => text.Source),
        TableColumn<AugmentedText>.OfNumber("log_probability", text => text.LogProbability),
    ];

    public static Command Create()
    {
        var command = new Command("augment", "Make more labelled texts: draw around texts, and keep what is new and has still the label.")
        {
            Folder, Each, Draws, Radius, AnyLabel,
        };
        var texts = new TextArguments(command, Folder, standardCount: null, readsLabels: true, usesData: true);
        command.Add(Label);
        var machine = new MachineArguments(command, hasPrecision: false);
        var decoding = new DecodingArguments(command, "sample", hasLists: false);
        var output = new ResultArguments(command);
        command.SetAction((parse, cancellation) =>
        {
            var (each, radius) = (parse.GetValue(Each), parse.GetValue(Radius));
            var draws = parse.GetValue(Draws) ?? (int)Math.Min(4L * each, int.MaxValue);
            if (each < 1 || draws < each)
                throw new RecipeException($"--each is {each} and --draws {draws}; it takes at least 1, and at least as many draws.");
            if (radius is not (>= 0 and < double.PositiveInfinity))
                throw new RecipeException("--radius has to be a finite number of at least 0.");
            texts.Require(parse);
            output.Require(parse, Columns);
            machine.Choose(parse);
            using var model = TextVaeModel.Load(parse.GetValue(Folder)!);
            VectorArguments.Require(model, "vary texts");
            LabelOption.NumberOf(parse.GetValue(Label), model);
            var options = decoding.Of(parse, parse.GetValue(Folder)!, model);
            using var dataset = RunDataset.Open(parse.GetValue(Folder)!, texts.DataOf(parse), model.Description.DatasetHash);
            Augmentation chosen = new(dataset, model.WordsOf, each, judges: !parse.GetValue(AnyLabel));
            var read = texts.ReadLabelledAsync(parse, model, parse.GetValue(Label), only: null, cancellation);
            var found = Paired.Of(
                read, items => model.VariationsEachAsync(items.Select(text => text.Item), draws, radius, options, cancellation), cancellation)
                .SelectMany(pair => chosen.Of(pair.Item, pair.Result));
            output.Write(parse, Columns, found, Print, cancellation);
            parse.InvocationConfiguration.Error.WriteLine(chosen.Summary);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void Print(TextWriter output, AugmentedText text) => output.WriteLine(
        text.Label is null ? TerminalText.For(output, text.Text) : $"{TerminalText.For(output, text.Label)}\t{TerminalText.For(output, text.Text)}");
}
