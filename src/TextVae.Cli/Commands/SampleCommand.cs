using System.CommandLine;
using TextVae.Generation;
using TextVae.Native;
using TextVae.Runs;

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
        var json = JsonOutput.CreateLinesOption();
        var command = new Command("sample", "Draw texts: z from the prior, then words from the decoder.")
        {
            folder, count, label, device, json,
        };
        var decoding = new DecodingArguments(command, "sample", hasLists: false);
        command.SetAction((parse, cancellation) =>
        {
            NativeRuntime.Device = parse.GetValue(device);
            using var model = TrainedModel.Load(parse.GetValue(folder)!);
            var number = LabelOption.NumberOf(parse.GetValue(label), model);
            LabelOption.Require(number, model, "This model writes every text under a label");
            var options = decoding.Of(parse, RunRecipe.Evaluation(parse.GetValue(folder)!).Beam, model) with { Label = number };
            var output = parse.InvocationConfiguration.Output;
            using var generator = new TextGenerator(model.Model, options);
            foreach (var found in generator.Sample(parse.GetValue(count), cancellation: cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                var text = model.TextOf(found.Words);
                if (parse.GetValue(json))
                    JsonOutput.WriteLine(output, new { Text = text, found.LogProbability });
                else
                    output.WriteLine(TerminalText.For(output, text));
            }

            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
