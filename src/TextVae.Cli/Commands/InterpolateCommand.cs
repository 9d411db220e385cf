using System.CommandLine;
using System.Globalization;
using TextVae.Cli.Arguments;
using TextVae.Cli.Inputs;
using TextVae.Generation;
using TextVae.Tables;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae interpolate</c>: the texts on the way from one text to another.</summary>
internal static class InterpolateCommand
{
    private static readonly Argument<string> Folder = RunArgument.Create();
    private static readonly Option<string> From = new("--from") { Description = "The first text.", Required = true, HelpName = "TEXT" };
    private static readonly Option<string> To = new("--to") { Description = "The last text.", Required = true, HelpName = "TEXT" };

    private static readonly Option<int> Steps = new("--steps")
    {
        Description = "How many vectors, both ends among them.",
        DefaultValueFactory = _ => 10,
        HelpName = "N",
    };

    private static readonly Option<PathKind> Path = Choices.Option(
        "--path", "The straight line, or the arc on which vectors keep their length", "linear",
        ("linear", PathKind.Linear), ("spherical", PathKind.Spherical));

    private static readonly Option<bool> KeepDuplicates = new("--keep-duplicates")
    {
        Description = "Print a text again that is the same as the one before it.",
    };

    private static readonly Option<string?> Label = LabelOption.Create(
        "The label the texts are read and written under; needed where the model was trained with labels.");

    public static Command Create()
    {
        var command = new Command("interpolate", "Go from one text to another through the vectors between them.")
        {
            Folder, From, To, Steps, Path, KeepDuplicates, Label,
        };
        var machine = new MachineArguments(command, hasPrecision: false);
        var decoding = new DecodingArguments(command, "beam", hasLists: false);
        var output = new ResultArguments(command);
        command.SetAction((parse, cancellation) =>
        {
            var steps = parse.GetValue(Steps);
            if (steps is < 2 or > 1_000_000)
                throw new RecipeException($"--steps is {steps}; it has to be between 2 and 1000000, for both ends are among them.");
            output.Require(parse);
            machine.Choose(parse);
            using var model = TextVaeModel.Load(parse.GetValue(Folder)!);
            var options = new InterpolationOptions
            {
                Path = parse.GetValue(Path),
                KeepDuplicates = parse.GetValue(KeepDuplicates),
                Decoding = decoding.Of(parse, parse.GetValue(Folder)!, model),
            };
            LabelOption.Require(
                LabelOption.NumberOf(parse.GetValue(Label), model), model, "This model reads and writes every text under a label");
            var way = model.InterpolateAsync(
                parse.GetValue(From)!, parse.GetValue(To)!, steps, options, parse.GetValue(Label), cancellation);
            output.Write(parse, Columns(model.Description.LatentSize), Each(way), Print, cancellation);
            UnknownWords.Tell(parse.InvocationConfiguration.Error, model, parse.GetValue(From)!, parse.GetValue(To)!);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static async IAsyncEnumerable<InterpolatedText> Each(Task<InterpolatedText[]> way)
    {
        foreach (var text in await way)
            yield return text;
    }

    private static TableColumn<InterpolatedText>[] Columns(int size) =>
    [
        TableColumn<InterpolatedText>.OfNumber("share", step => step.Share),
        TableColumn<InterpolatedText>.OfText("text", step => step.Text),
        TableColumn<InterpolatedText>.OfNumber("log_probability", step => step.LogProbability),
        TableColumn<InterpolatedText>.OfNumber("nll_bound", step => step.NllBound),
        TableColumn<InterpolatedText>.OfVector("vector", size, step => step.Vector),
    ];

    private static void Print(TextWriter output, InterpolatedText step)
    {
        if (step.Share == 0)
            output.WriteLine("share  ln p(x|z)  nll_bound  text");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{step.Share,5:F2}  {step.LogProbability,9:F2}  {step.NllBound,9:F2}  {TerminalText.For(output, step.Text)}"));
    }
}
