using System.CommandLine;
using System.Globalization;
using TextVae.Cli.Arguments;
using TextVae.Cli.Views;
using TextVae.Cli.Work;
using TextVae.Exporting;
using TextVae.Native;
using TextVae.Onnx;
using TextVae.Runs;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae export</c>: a trained model as files that other programs run.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var run = RunArgument.Create();
        var onnx = new Option<string>("--onnx")
        {
            Description = "Write the encoder and a decoder step as ONNX graphs, with the vocabulary, to a new folder.",
            HelpName = "DIR",
            Required = true,
        };
        var json = JsonOutput.CreateOption();
        var command = new Command("export", "Write a model for ONNX Runtime, which needs no libtorch.") { run, onnx, json };
        command.SetAction((parse, _) =>
        {
            // What is compared is the export, and not a precision.
            (NativeRuntime.Device, NativeRuntime.Precision) = (ComputeDevice.Cpu, Precision.Float32);
            var folder = parse.GetValue(onnx)!;
            using var model = TrainedModel.Load(parse.GetValue(run)!);
            var files = OnnxExport.Write(model, folder);
            var check = Check(model, folder, parse.InvocationConfiguration.Error);
            var output = parse.InvocationConfiguration.Output;
            if (parse.GetValue(json))
                JsonOutput.Write(output, new { Folder = Path.GetFullPath(folder), Files = files, Bytes = files.Sum(file => file.Bytes), Check = check });
            else
                Print(files, check, output);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static OnnxCheck? Check(TrainedModel model, string folder, TextWriter error)
    {
        OnnxCheck check;
        try
        {
            check = OnnxCheck.Of(model, folder);
        }
        catch (OnnxModelException exception)
        {
            error.WriteLine($"not compared with libtorch: {TerminalText.Clean(exception.Message)}");
            return null;
        }

        if (check.IsPassed)
            return check;
        Directory.Delete(folder, recursive: true);
        throw new TextVaeException(string.Create(
            CultureInfo.InvariantCulture,
            $"The exported model does not do what the model does: vectors differ by {check.LargestDifference ?? 0:G3}, and {check.SameTexts} of "
            + $"{check.Texts} texts are the same. It was deleted; report this with the model's config.json."));
    }

    private static void Print(IReadOnlyList<ExportedFile> files, OnnxCheck? check, TextWriter output)
    {
        var width = files.Max(file => file.Name.Length) + 2;
        void Line(string name, long bytes) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name.PadRight(width)}{bytes / 1e3,12:N1} kB"));

        foreach (var file in files)
            Line(file.Name, file.Bytes);
        Line("together", files.Sum(file => file.Bytes));
        if (check is null)
            return;
        var vectors = check.LargestDifference is { } difference
            ? string.Create(CultureInfo.InvariantCulture, $"vectors differ by at most {difference:G2}, ")
            : "";
        output.WriteLine($"compared with libtorch: {vectors}{check.SameTexts} of {check.Texts} texts are the same word for word");
    }
}
