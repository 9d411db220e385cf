using System.CommandLine;
using TextVae.Cli.Arguments;
using TextVae.Cli.Inputs;
using TextVae.Cli.Views;
using TextVae.Tables;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae decode</c>: vectors to texts.</summary>
internal static class DecodeCommand
{
    private static readonly Argument<string> Folder = RunArgument.Create();

    private static readonly Argument<string[]> Vectors = new("VECTOR")
    {
        Description = "Vectors such as \"[0.5,-1,2]\" (default: from --input or stdin).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Input = new("--input")
    {
        Description = "A file that `encode` has written, or - for stdin: .jsonl, .csv, .npy or .parquet, or rows of numbers.",
        HelpName = "FILE",
    };

    private static readonly Option<TableFormat?> Format = Choices.OptionalOption(
        "--input-format", "How the vectors are written down (default: by the name, else by the first character)",
        ("json", TableFormat.Json), ("csv", TableFormat.Csv), ("npy", TableFormat.Npy), ("parquet", TableFormat.Parquet));

    private static readonly Option<string?> Label = LabelOption.Create(
        "The label the texts are written under; needed where the model was trained with labels.");

    public static Command Create()
    {
        var command = new Command("decode", "Turn vectors into texts.") { Folder, Vectors, Input, Format, Label };
        var machine = new MachineArguments(command, hasPrecision: false);
        var decoding = new DecodingArguments(command, "beam", hasLists: true);
        var output = new ResultArguments(command);
        command.SetAction((parse, cancellation) =>
        {
            if (parse.GetValue(Vectors) is { Length: > 0 } && parse.GetValue(Input) is not null)
                throw new RecipeException("Vectors come from the command itself and --input at once; give them in one way.");
            output.Require(parse, DecodedResult.Columns);
            machine.Choose(parse);
            using var model = TextVaeModel.Load(parse.GetValue(Folder)!);
            var options = decoding.Of(parse, parse.GetValue(Folder)!, model);
            if (options.Hypotheses > 1)
                output.RequireLists(parse);
            LabelOption.Require(
                LabelOption.NumberOf(parse.GetValue(Label), model), model, "This model writes every text under a label");
            var vectors = Patience.With(Read(parse, model.Description.LatentSize), cancellation);
            var texts = model.DecodeEachAsync(vectors, options, parse.GetValue(Label), cancellation);
            output.Write(
                parse, DecodedResult.Columns, texts.Select(DecodedResult.Of), (writer, found) => found.Print(writer), cancellation);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static IEnumerable<float[]> Read(ParseResult parse, int size)
    {
        if (parse.GetValue(Vectors) is { Length: > 0 } given)
            return given.Select(vector => VectorFile.Parse(vector, size));
        var (file, format) = (parse.GetValue(Input), parse.GetValue(Format));
        return file is null or "-"
            ? VectorFile.Read(Console.OpenStandardInput(), "stdin", size, format)
            : VectorFile.Read(file, size, format);
    }
}
