namespace TextVae.Cli.Tests.Commands;

/// <summary>What of <c>--output</c> is refused before a model is loaded.</summary>
public sealed class OutputFileTests : IDisposable
{
    private const string Contradiction = "contradict each other. Leave the option away, or take another name.";

    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Theory]
    [InlineData("encode --input in.csv --output in.csv", "in.csv", "--input")]
    [InlineData("encode --input in.csv --output link.csv", "in.csv", "--input")]
    [InlineData("encode --input link.csv --output in.csv", "link.csv", "--input")]
    [InlineData("decode --input in.csv --output in.csv", "in.csv", "--input")]
    [InlineData("neighbors good --vectors in.csv --output in.csv", "in.csv", "--vectors")]
    [InlineData("neighbors good --vectors v.npy --texts in.csv --output in.csv", "in.csv", "--texts")]
    public async Task A_file_that_is_read_is_not_written_over(string command, string read, string option)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var file = _space.Write("in.csv", "text\ngood food\n");
        File.CreateSymbolicLink(_space["link.csv"], file);

        var refused = await Run.Of(Typed(command));

        Assert.Equal(
            new Run(2, "", $"error: --output would be written over '{_space[read]}', which {option} reads. Name another file.\n"), refused);
        Assert.Equal("text\ngood food\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("encode good --output v.xlsx", "The ending of 'v.xlsx' is that of no format. Take .txt, .jsonl, .csv, .npy or .parquet, or name the format with --format.")]
    [InlineData("encode good --json --output v.csv", $"--json and the name of 'v.csv' {Contradiction}")]
    [InlineData("encode good --format csv --output v.npy", $"--format csv and the name of 'v.npy' {Contradiction}")]
    [InlineData("encode good --format text --output v.jsonl", $"--format text and the name of 'v.jsonl' {Contradiction}")]
    [InlineData("sample --format json --output v.txt", $"--format json and the name of 'v.txt' {Contradiction}")]
    public async Task A_name_that_contradicts_the_format_is_refused(string command, string message)
    {
        var refused = await Run.Of(Typed(command));

        Assert.Equal((2, $"error: {message}\n"), (refused.ExitCode, refused.Error.Replace(_space[""] + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_format_that_is_named_needs_no_ending_and_without_either_it_is_text()
    {
        var run = await _space.TrainAsync("run");

        var table = await Run.Of("encode", run, "good", "--format", "csv", "--output", _space["v.data"]);
        var text = await Run.Of("encode", run, "good", "--output", _space["v"]);

        Assert.Equal((0, 0), (table.ExitCode, text.ExitCode));
        Assert.StartsWith("text,vector_1,", await File.ReadAllTextAsync(_space["v.data"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal((await Run.Of("encode", run, "good")).Output, await File.ReadAllTextAsync(_space["v"], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("encode good")]
    [InlineData("reconstruct good")]
    [InlineData("novelty good")]
    [InlineData("sample")]
    [InlineData("cluster good")]
    [InlineData("augment good")]
    [InlineData("interpolate --from a --to b")]
    [InlineData("arithmetic good")]
    [InlineData("transfer good --from a --to b")]
    public async Task A_folder_that_is_not_there_is_told_before_a_model_is_loaded(string command)
    {
        var refused = await Run.Of(Typed($"{command} --output no/v.csv"));

        Assert.Equal(
            new Run(2, "", $"error: There is no folder '{_space["no"]}' for --output. Make it, or name a file elsewhere.\n"), refused);
    }

    [Theory]
    [InlineData("decode", "0 0 0")]
    [InlineData("reconstruct", "good food")]
    public async Task A_table_does_not_leave_hypotheses_out(string command, string item)
    {
        var run = await _space.TrainAsync("run");
        string[] call = [command, run, item, "--beam", "4", "--hypotheses", "2", "--max-length", "3"];

        var table = await Run.Of([.. call, "--format", "csv"]);
        var json = await Run.Of([.. call, "--json"]);

        Assert.Equal(
            new Run(2, "", "error: --hypotheses gives several texts of each, and a row of csv has one. Take text or json, or leave --hypotheses away.\n"),
            table);
        Assert.Equal((0, ""), (json.ExitCode, json.Error));
    }

    /// <summary>The words of a command on a run that is not there; names with a dot in them, and links, are files of the workspace.</summary>
    private string[] Typed(string command)
    {
        var words = command.Split(' ').Select(word => word.Contains('.', StringComparison.Ordinal) ? _space[word] : word).ToArray();
        return [words[0], _space["run"], .. words[1..]];
    }
}
