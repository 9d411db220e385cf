using TextVae.Runs;
using TextVae.Server.Landscape;
using TextVae.Tests;

namespace TextVae.Server.Tests;

/// <summary>The curves of a training, from its log.</summary>
public sealed class TrainingCourseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Many_steps_become_means_of_neighbors_and_evaluations_stay()
    {
        _folder.Write("run.json", "{}");
        var lines = Enumerable.Range(1, 600).Select(step => $$"""{"kind":"train","step":{{step}},"loss":{{step}},"kl":{{(step == 3 ? "\"NaN\"" : "2")}}}""")
            .Append("""{"kind":"valid","step":600,"nll_bound":12.5}""").Append("""{"kind":"valid","st""");
        _folder.Write("metrics.jsonl", string.Join('\n', lines));

        var (steps, evaluations, note) = new TrainingCourse(new RunFolder(_folder.Path)).Read();

        Assert.Null(note);
        Assert.Equal(Enumerable.Range(1, 300).Select(i => 2L * i), steps.Step);
        Assert.Equal(Enumerable.Range(1, 300).Select(i => (double?)((2 * i) - 0.5)), steps.Figures["loss"]);
        // A number that was not finite counts in no mean.
        Assert.All(steps.Figures["kl"], kl => Assert.Equal(2, kl));
        Assert.Equal([600L], evaluations.Step);
        Assert.Equal([12.5], evaluations.Figures["nll_bound"]);
        Assert.False(steps.Figures.ContainsKey("step"));
    }

    [Fact]
    public void The_last_point_is_no_mean_of_fewer_steps_than_the_others()
    {
        _folder.Write("run.json", "{}");
        _folder.Write("metrics.jsonl", string.Join('\n', Enumerable.Range(1, 601).Select(step => $$"""{"kind":"train","step":{{step}},"loss":{{(step == 601 ? 5 : 1)}}}""")));

        var (steps, _, _) = new TrainingCourse(new RunFolder(_folder.Path)).Read();

        // Threes, and four at the end.
        Assert.Equal(Enumerable.Range(1, 200).Select(i => i < 200 ? 3L * i : 601), steps.Step);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (double?)(i < 200 ? 1 : 2)), steps.Figures["loss"]);
    }

    [Fact]
    public void A_figure_that_some_evaluations_lack_is_null_there()
    {
        _folder.Write("run.json", "{}");
        _folder.Write("metrics.jsonl", """
            {"kind":"valid","step":10,"nll_bound":5}
            {"kind":"valid","step":20,"nll_bound":4,"nll_iw":3}
            """);

        var (_, evaluations, _) = new TrainingCourse(new RunFolder(_folder.Path)).Read();

        Assert.Equal([null, 3], evaluations.Figures["nll_iw"]);
    }

    [Fact]
    public void A_log_that_grows_is_read_anew_and_one_that_is_missing_is_told()
    {
        var course = new TrainingCourse(new RunFolder(_folder.Path)) { Patience = TimeSpan.Zero };
        Assert.Equal("This is a model without its run folder, which has the curves of the training.", course.Read().Note);
        _folder.Write("run.json", "{}");
        Assert.Equal("The run's folder has no log of the training.", course.Read().Note);
        _folder.Write("metrics.jsonl", """{"kind":"train","step":1,"loss":3}""" + "\n");
        Assert.Equal([1L], course.Read().Steps.Step);

        var patient = new TrainingCourse(new RunFolder(_folder.Path)) { Patience = TimeSpan.FromHours(1) };
        Assert.Equal([1L], patient.Read().Steps.Step);

        File.AppendAllText(_folder["metrics.jsonl"], """{"kind":"train","step":2,"loss":2}""" + "\n");

        Assert.Equal([1L, 2], course.Read().Steps.Step);
        Assert.Equal([1L], patient.Read().Steps.Step);
    }
}
