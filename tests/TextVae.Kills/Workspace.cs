namespace TextVae.Kills;

/// <summary>A folder with a dataset, a recipe whose training is short and writes all the time, and that training undisturbed.</summary>
internal sealed class Workspace(string path) : IDisposable
{
    private const string Recipe = """
        [model]
        embedding = 64
        hidden = 128
        latent = 16
        [objective]
        kl = { schedule = "logistic", from = 0.0, to = 1.0, start = 0, end = 40 }
        word_dropout = 0.1
        mutual_information = 1
        [training]
        steps = 80
        learning_rate = 0.01
        batch_tokens = 300
        evaluate_every = 5
        checkpoint_every = 3
        patience = 6
        keep = 3
        """;

    public string Path { get; } = path;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public static Workspace Create() => new(Directory.CreateTempSubdirectory("textvae-kills-").FullName);

    /// <summary>Makes it all; the undisturbed training is the run "whole".</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(this["recipe.toml"], Recipe, cancellation);
        await Command.RunAsync(["synth", "--out", this["corpus"], "--reviews", "400"], cancellation);
        await Command.RunAsync(
            [
                "prepare", "--train", this["corpus/train.jsonl"], "--valid", this["corpus/valid.jsonl"], "--test", this["corpus/test.jsonl"],
                "--out", this["data"],
            ],
            cancellation);
        await Command.RunAsync(TrainArguments("whole"), cancellation);
    }

    /// <summary>What trains into a folder of that name, from the first step or from where it stopped.</summary>
    public string[] TrainArguments(string run) => File.Exists(this[$"{run}/run.json"])
        ? ["train", "--out", this[run], "--resume"]
        : ["train", this["recipe.toml"], "--data", this["data"], "--out", this[run], "--threads", "1"];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
