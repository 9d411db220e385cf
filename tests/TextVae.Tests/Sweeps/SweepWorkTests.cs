using TextVae.Models;
using TextVae.Objectives;
using TextVae.Runs;
using TextVae.Sweeps;
using TextVae.Training;

namespace TextVae.Tests.Sweeps;

public sealed class SweepWorkTests : IDisposable
{
    private readonly TinyDataset _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void The_shares_of_trainings_are_as_the_sentences_that_they_read()
    {
        var (brief, whole) = (Run("brief", epochs: 3), Run("whole", epochs: 17));
        var work = Work(brief, whole);

        Assert.Equal(0.15 / 2, work.Share([], brief, trained: 0.5, measured: 0), 1e-12);
        Assert.Equal(0.15, work.Share([brief], whole, trained: 0, measured: 0), 1e-12);
        Assert.Equal(0.15 + (0.85 / 2), work.Share([brief], whole, trained: 0.5, measured: 0), 1e-12);
        Assert.Equal(1, work.Share([brief, whole], whole, trained: 0, measured: 0));
    }

    [Fact]
    public void Samples_count_as_sentences_do_and_steps_as_batches()
    {
        var (one, four) = (Run("one", epochs: 4), Run("four", epochs: 1, samples: 4));
        Assert.Equal(0.5, Work(one, four).Share([one], four, trained: 0, measured: 0), 1e-12);

        var steps = one with { Recipe = one.Recipe with { Training = new TrainingOptions { Batch = 8, Steps = _data.Dataset.Train.Count } } };
        Assert.Equal(1 / 3.0, Work(one, steps).Share([one], steps, trained: 0, measured: 0), 1e-12);
    }

    [Fact]
    public void Measuring_counts_by_its_samples_and_not_for_language_models_or_for_what_is_not_measured()
    {
        var test = (double)_data.Dataset.Test.Count;
        var training = 4.5 * _data.Dataset.Train.Count;
        var evaluate = new SweepEvaluation { Iw = 490 };
        double Trained(SweptRun run, SweepEvaluation evaluate) =>
            new SweepWork([run], evaluate, _data.Dataset).Share([], run, trained: 1, measured: 0);

        var vae = Run("vae", epochs: 1) with { IsMeasured = true };
        Assert.Equal(training / (training + (570 * test)), Trained(vae, evaluate), 1e-12);
        Assert.Equal(training / (training + (690 * test)), Trained(vae, evaluate with { Decode = true }), 1e-12);
        Assert.Equal(training / (training + test), Trained(vae with { Recipe = vae.Recipe with { Model = new() { Kind = ModelKind.Lm } } }, evaluate), 1e-12);
        Assert.Equal(1, Trained(vae with { IsMeasured = false }, evaluate));
    }

    [Fact]
    public void What_was_trained_before_takes_no_time_any_more()
    {
        var (before, now) = (Run("before", epochs: 9), Run("now", epochs: 1));
        var work = new SweepWork([before, now], new SweepEvaluation(), _data.Dataset) { Trained = [before] };

        Assert.Equal(0.9, work.Share([], now, trained: 0, measured: 0), 1e-12);
        Assert.Equal(0.95, work.Share([], now, trained: 0.5, measured: 0), 1e-12);
        Assert.Equal(0.9, work.Share([], before, trained: 1, measured: 0), 1e-12);
    }

    private SweepWork Work(params SweptRun[] runs) => new(runs, new SweepEvaluation(), _data.Dataset);

    private static SweptRun Run(string name, int epochs, int samples = 1) => new(name, 1, new Recipe
    {
        Training = new TrainingOptions { Epochs = epochs },
        Objective = new ObjectiveOptions { Samples = samples },
    })
    { IsMeasured = false };
}
