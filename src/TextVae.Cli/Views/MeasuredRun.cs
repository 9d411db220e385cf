using TextVae.Corpus;
using TextVae.Native;
using TextVae.Runs;

namespace TextVae.Cli.Views;

/// <summary>What figures are of.</summary>
/// <param name="Run">The folder of the run or the model, as it was typed.</param>
/// <param name="DatasetHash">The dataset that it was trained on.</param>
/// <param name="Split">The split that was measured.</param>
/// <param name="Step">The step of the training that the model is of.</param>
/// <param name="Precision">What matrix products multiplied.</param>
internal sealed record MeasuredRun(string Run, string DatasetHash, string Split, long Step, string Precision)
{
    /// <summary>That of a model which is loaded.</summary>
    public static MeasuredRun Of(string folder, TrainedModel model, Split split) =>
        new(folder, model.DatasetHash, ChoiceName.Of(split), model.Step, ChoiceName.Of(NativeRuntime.ResolvedPrecision));

    /// <summary>Prints the split, the step and the precision in a line.</summary>
    public void Print(TextWriter output) => output.WriteLine($"{Split} split, step {Step}, {Precision}");
}
