namespace TextVae.Cli.Tests.Commands;

/// <summary>A temporary folder in which commands are run on a small corpus.</summary>
internal sealed class Workspace : IDisposable
{
    /// <summary>Settings that make every model tiny and every training two steps long.</summary>
    public static readonly string[] TinySettings =
    [
        "--set", "model.embedding=6", "--set", "model.hidden=8", "--set", "model.latent=3", "--set", "training.steps=2",
        "--set", "training.batch=16", "--set", "evaluation.samples=2",
    ];

    private readonly string _path = Directory.CreateTempSubdirectory("textvae-cli-tests-").FullName;

    public string this[string name] => Path.Combine(_path, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(this[name], content);
        return this[name];
    }

    /// <summary>Writes made-up reviews and prepares them as the dataset "data".</summary>
    public async Task<string> PrepareAsync()
    {
        var random = new Random(1);
        string[] words = ["good", "bad", "food", "staff", "room", "the", "was"];
        var lines = Enumerable.Range(0, 60)
            .Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(2, 8)).Select(_ => words[random.Next(words.Length)])));
        var run = await Run.Of("prepare", Write("texts.txt", string.Join('\n', lines)), "--out", this["data"], "--coverage", "1");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return this["data"];
    }

    /// <summary>Prepares so many short texts as the dataset "data".</summary>
    public async Task<string> PrepareAsync(int texts, string split)
    {
        var lines = string.Concat(Enumerable.Range(0, texts).Select(i => $"good food {i % 9} and bad wine\n"));
        var prepared = await Run.Of("prepare", Write("many.txt", lines), "--out", this["data"], "--split", split);
        Assert.Equal((0, ""), (prepared.ExitCode, prepared.Error));
        return this["data"];
    }

    /// <summary>Writes made-up reviews with the labels "bad" and "good" and prepares them as a dataset.</summary>
    public async Task PrepareLabelledAsync(string name = "data")
    {
        var lines = Enumerable.Range(0, 60).Select(i => $"{(i % 2 == 0 ? "good" : "bad")}\tthe food was {(i % 3 == 0 ? "fresh" : "cold")}");
        var file = Write("labelled.tsv", string.Join('\n', lines));
        var run = await Run.Of("prepare", file, "--out", this[name], "--coverage", "1", "--label-field", "1", "--text-field", "2");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    /// <summary>Trains a tiny model on the dataset "data" into the run folder of the given name.</summary>
    public async Task<string> TrainAsync(string name, params string[] more)
    {
        var data = Directory.Exists(this["data"]) ? this["data"] : await PrepareAsync();
        var recipe = Write("recipe.toml", "");
        var run = await Run.Of(["train", recipe, "--data", data, "--out", this[name], .. TinySettings, .. more]);
        Assert.Equal(0, run.ExitCode);
        return this[name];
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
