using System.CommandLine;
using TextVae.Cli.Arguments;
using TextVae.Cli.Inputs;
using TextVae.Cli.Views;
using TextVae.Generation;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae sample</c>: texts from the prior, or from around a text.</summary>
internal static class SampleCommand
{
    private static readonly Argument<string> Folder = RunArgument.Create();

    private static readonly Option<int> Count = new("--count")
    {
        Description = "How many texts.",
        DefaultValueFactory = _ => 10,
        HelpName = "N",
    };

    private static readonly Option<string?> Near = new("--near")
    {
        Description = "Draw z from around a text instead: from N(μ, R²·σ²) with the mean and variance of its q(z|x).",
        HelpName = "TEXT",
    };

    private static readonly Option<double> Radius = new("--radius")
    {
        Description = "R of --near: 0 is the mean itself, 1 all of q(z|x).",
        DefaultValueFactory = _ => 1,
        HelpName = "R",
    };

    private static readonly Option<string?> Label = LabelOption.Create(
        "The label the texts are written under, and --near is read under; needed where the model was trained with labels.");

    public static Command Create()
    {
        var command = new Command("sample", "Draw texts: z from the prior or around a text, then words from the decoder.")
        {
            Folder, Count, Near, Radius, Label,
        };
        var machine = new MachineArguments(command, hasPrecision: false);
        var decoding = new DecodingArguments(command, "sample", hasLists: false);
        var output = new ResultArguments(command);
        command.SetAction((parse, cancellation) =>
        {
            if (parse.GetValue(Near) is null && parse.GetResult(Radius) is { Implicit: false })
                throw new RecipeException("--radius is how far around a text z is drawn. Give the text with --near.");
            if (parse.GetValue(Radius) is not (>= 0 and < double.PositiveInfinity))
                throw new RecipeException("--radius has to be a finite number of at least 0.");
            if (parse.GetValue(Count) < 0)
                throw new RecipeException($"--count is {parse.GetValue(Count)}; it has to be at least 0 texts.");
            output.Require(parse, DecodedResult.Columns);
            machine.Choose(parse);
            using var model = TextVaeModel.Load(parse.GetValue(Folder)!);
            LabelOption.Require(
                LabelOption.NumberOf(parse.GetValue(Label), model), model, "This model writes every text under a label");
            var options = decoding.Of(parse, parse.GetValue(Folder)!, model);
            output.Write(
                parse, DecodedResult.Columns, Texts(parse, model, options, cancellation).Select(DecodedResult.Of),
                (writer, found) => found.Print(writer), cancellation);
            if (parse.GetValue(Near) is { } near)
                UnknownWords.Tell(parse.InvocationConfiguration.Error, model, near);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static IAsyncEnumerable<DecodedText> Texts(
        ParseResult parse, TextVaeModel model, DecodingOptions options, CancellationToken cancellation)
    {
        var (count, label) = (parse.GetValue(Count), parse.GetValue(Label));
        return parse.GetValue(Near) is { } near
            ? model.SampleNearEachAsync(near, count, parse.GetValue(Radius), options, label, cancellation)
            : model.SampleEachAsync(count, options, label, cancellation);
    }
}
