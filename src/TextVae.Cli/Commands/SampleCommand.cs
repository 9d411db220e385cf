using System.CommandLine;
using TextVae.Native;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae sample</c>: texts from the prior.</summary>
internal static class SampleCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("RUN") { Description = "A run folder, or its model folder." };
        var count = new Option<int>("--count")
        {
            Description = "How many texts.",
            DefaultValueFactory = _ => 10,
            HelpName = "N",
        };
        var label = LabelOption.Create("The label the texts are written under; needed where the model was trained with labels.");
        var device = DeviceOption.Create();
        var command = new Command("sample", "Draw texts: z from the prior, then words from the decoder.") { folder, count, label, device };
        var decoding = new DecodingArguments(command, "sample", hasLists: false);
        var output = new ResultArguments(command);
        command.SetAction((parse, cancellation) =>
        {
            NativeRuntime.Device = parse.GetValue(device);
            using var model = TextVaeModel.Load(parse.GetValue(folder)!);
            LabelOption.Require(
                LabelOption.NumberOf(parse.GetValue(label), model), model, "This model writes every text under a label");
            var options = decoding.Of(parse, parse.GetValue(folder)!, model);
            var texts = model.SampleEachAsync(Math.Max(0, parse.GetValue(count)), options, parse.GetValue(label), cancellation);
            output.Write(
                parse, DecodedResult.Columns, texts.Select(DecodedResult.Of), (writer, found) => found.Print(writer), cancellation);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
