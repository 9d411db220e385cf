using System.CommandLine;
using System.Globalization;
using TextVae.Cli.Arguments;
using TextVae.Cli.Inputs;
using TextVae.Tables;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae arithmetic</c>: sums and differences of texts.</summary>
internal static class ArithmeticCommand
{
    private static readonly Argument<string> Folder = RunArgument.Create();
    private static readonly Argument<string> First = new("TEXT") { Description = "The text to begin with." };
    private static readonly Option<string[]> Minus = new("--minus") { Description = "A text to take away, once or several times.", HelpName = "TEXT" };
    private static readonly Option<string[]> Plus = new("--plus") { Description = "A text to add, once or several times.", HelpName = "TEXT" };

    private static readonly Option<double> Scale = new("--scale")
    {
        Description = "What all that is taken away and added is multiplied by.",
        DefaultValueFactory = _ => 1,
        HelpName = "S",
    };

    private static readonly Option<string?> Label = LabelOption.Create(
        "The label the texts are read and written under; needed where the model was trained with labels.");

    public static Command Create()
    {
        var command = new Command("arithmetic", "Add and subtract texts by their vectors, and write the sum as text.")
        {
            Folder, First, Minus, Plus, Scale, Label,
        };
        var machine = new MachineArguments(command, hasPrecision: false);
        var decoding = new DecodingArguments(command, "beam", hasLists: false);
        var output = new ResultArguments(command);
        command.SetAction((parse, cancellation) =>
        {
            var scale = parse.GetValue(Scale);
            if (!double.IsFinite(scale))
                throw new RecipeException("--scale has to be a finite number. Give one such as 1 or 0.5.");
            output.Require(parse);
            machine.Choose(parse);
            using var model = TextVaeModel.Load(parse.GetValue(Folder)!);
            VectorArguments.Require(model, "add up texts");
            var options = decoding.Of(parse, parse.GetValue(Folder)!, model);
            LabelOption.Require(
                LabelOption.NumberOf(parse.GetValue(Label), model), model, "This model reads and writes every text under a label");
            (double Weight, string Text)[] terms =
            [
                (1, parse.GetValue(First)!),
                .. (parse.GetValue(Minus) ?? []).Select(text => (-scale, text)),
                .. (parse.GetValue(Plus) ?? []).Select(text => (scale, text)),
            ];
            var sum = model.CombineAsync(terms, options, parse.GetValue(Label), cancellation);
            output.Write(parse, Columns(model.Description.LatentSize), One(sum), Print, cancellation);
            UnknownWords.Tell(parse.InvocationConfiguration.Error, model, terms.Select(term => term.Text));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static async IAsyncEnumerable<CombinedText> One(Task<CombinedText> sum)
    {
        yield return await sum;
    }

    private static TableColumn<CombinedText>[] Columns(int size) =>
    [
        TableColumn<CombinedText>.OfText("text", sum => sum.Text),
        TableColumn<CombinedText>.OfNumber("log_probability", sum => sum.LogProbability),
        TableColumn<CombinedText>.OfNumber("nll_bound", sum => sum.NllBound),
        TableColumn<CombinedText>.OfVector("vector", size, sum => sum.Vector),
    ];

    private static void Print(TextWriter output, CombinedText sum)
    {
        output.WriteLine("ln p(x|z)  nll_bound  text");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{sum.LogProbability,9:F2}  {sum.NllBound,9:F2}  {TerminalText.For(output, sum.Text)}"));
    }
}
