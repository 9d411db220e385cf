using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

/// <summary>
/// Texts of many scripts through prepare, train, encode and decode: a model that has learnt a few sentences by heart gives exactly
/// them back, in the normal form of the tokenizer.
/// </summary>
public sealed class UnicodeRoundTripTests : IDisposable
{
    private static readonly string[] Texts =
    [
        "الطعام لذيذ جدا", "खाना बहुत अच्छा था", "อาหาร อร่อย มาก", "这里 的 菜 很 好吃", "İyi bir yemek ığdır", "so good 👩‍👩‍👧 🇹🇷 👍🏽",
    ];

    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Theory]
    [InlineData("whitespace")]
    [InlineData("bpe")]
    public async Task What_was_learnt_by_heart_comes_back_from_its_vector(string tokenizer)
    {
        // A composed and a decomposed é: whitespace leaves texts as they are, byte pairs bring them to NFC.
        string[] texts = [.. Texts, "cafe\u0301"];
        var file = _space.Write("texts.txt", string.Join('\n', texts) + "\n");
        string[] size = tokenizer == "bpe" ? ["--max-words", "330"] : [];
        var prepared = await Run.Of(["prepare", "--train", file, "--valid", file, "--test", file, "--out", _space["data"], "--tokenizer", tokenizer, .. size]);
        Assert.Equal((0, ""), (prepared.ExitCode, prepared.Error));
        var recipe = _space.Write(
            "recipe.toml",
            "[model]\nembedding = 24\nhidden = 48\nlatent = 8\n[objective]\nkl = 0.0\n"
            + "[training]\nsteps = 500\nbatch = 7\nlearning_rate = 0.01\nevaluate_every = 500\n");
        Assert.Equal(0, (await Run.Of("train", recipe, "--data", _space["data"], "--out", _space["run"])).ExitCode);

        Assert.Equal(0, (await Run.Of("encode", _space["run"], "--input", file, "--output", _space["v.csv"])).ExitCode);
        var decoded = await Run.Of("decode", _space["run"], "--input", _space["v.csv"], "--strategy", "greedy", "--json");

        Assert.Equal(
            tokenizer == "bpe" ? texts.Select(text => text.Replace("e\u0301", "é", StringComparison.Ordinal)) : texts,
            decoded.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string)JsonNode.Parse(line)!["text"]!));
    }
}
