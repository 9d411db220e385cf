using System.Globalization;
using TextVae.Native;
using TextVae.Training;

namespace TextVae.Runs;

/// <summary>What a run says when its numbers are not finite.</summary>
internal sealed class NumericFailure(RunFolder folder, TrainingOptions options)
{
    private const int MostTextsNamed = 100;

    /// <summary>Of the first step that is skipped.</summary>
    public static string FirstSkip(StepRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"Step {record.Step} is skipped: {Numbers(record)}, so it moves no parameter. More such steps are only counted.");

    /// <summary>Of going back after a step.</summary>
    public string WentBack(StepRecord record, long to, double learningRate) => string.Create(
        CultureInfo.InvariantCulture,
        $"{options.SkipLimit} steps in a row, up to step {record.Step}, had a loss or a gradient that is not finite. The parameters are those {Place(to)} again, and the learning rate is halved to {learningRate}.");

    /// <summary>Of the end, when it has happened again.</summary>
    /// <param name="record">The last step.</param>
    /// <param name="wentBackTo">The step whose parameters the run went back to the first time.</param>
    /// <param name="stepsPerEpoch">Batches of a pass over the data.</param>
    public DivergenceException Stop(StepRecord record, long wentBackTo, int stepsPerEpoch)
    {
        var texts = string.Join(", ", record.Texts.Take(MostTextsNamed));
        var more = record.Texts.Count > MostTextsNamed ? $" and {record.Texts.Count - MostTextsNamed} more" : "";
        return new DivergenceException(string.Create(
            CultureInfo.InvariantCulture,
            $"The training in '{folder.Path}' stops: {options.SkipLimit} steps in a row had a loss or a gradient that is not finite, though the run had gone back to the parameters {Place(wentBackTo)} and halved the learning rate. At step {record.Step}, batch {((record.Step - 1) % stepsPerEpoch) + 1} of {stepsPerEpoch} in epoch {record.Epoch}, {Numbers(record)}. Its texts in the training split, counted from 0, are {texts}{more}. {Advice()}"));
    }

    /// <summary>Of a run whose evaluations have left no model.</summary>
    public DivergenceException NoFiniteBound(RunState state) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The training in '{folder.Path}' has made its {state.Step} steps, and no validation bound was finite, so there is no model. {Advice()}"));

    private string Advice()
    {
        string[] also =
        [
            .. options.Clip > 0 ? Array.Empty<string>() : ["training.clip=5"],
            .. NativeRuntime.ResolvedPrecision == Precision.BFloat16 ? ["--precision float32"] : Array.Empty<string>(),
        ];
        var with = also.Length > 0 ? $", with {string.Join(" or ", also)}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Try another run with a training.learning_rate far below {options.LearningRate}{with}. The checkpoints stay, and so does the best model if there is one.");
    }

    private static string Numbers(StepRecord record) => string.Create(
        CultureInfo.InvariantCulture, $"the loss is {record.Loss} and the gradient's norm {record.GradientNorm}");

    private static string Place(long step) => step == 0 ? "that the run began with" : $"of step {step}";
}
