using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

/// <summary>Rows of results say which records of the input they are about.</summary>
public sealed class IdFieldTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Theory]
    [InlineData("encode")]
    [InlineData("reconstruct", "--max-length", "3")]
    [InlineData("novelty", "--sort")]
    [InlineData("deduplicate")]
    [InlineData("deduplicate", "--groups", "--threshold", "0.000001")]
    [InlineData("cluster", "--assignments", "--clusters", "2")]
    public async Task Every_row_has_the_id_of_its_record(string command, params string[] options)
    {
        var run = await _space.TrainAsync("run");
        var texts = _space.Write("t.csv", "ticket,text\nA-7,the food was good\n,\nB-9,the food was bad\nC-1,good service\n");
        var expected = new Dictionary<string, string> { ["A-7"] = "the food was good", ["B-9"] = "the food was bad", ["C-1"] = "good service" };

        var json = await Run.Of([command, run, "--input", texts, "--id-field", "ticket", "--json", .. options]);
        var csv = await Run.Of([command, run, "--input", texts, "--id-field", "ticket", "--format", "csv", .. options]);

        Assert.Equal(0, json.ExitCode);
        var rows = json.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(expected[(string)row["id"]!], (string)row["text"]!));
        var lines = csv.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("id,text,", lines[0], StringComparison.Ordinal);
        Assert.Equal(rows.Select(row => (string)row["id"]!), lines[1..].Select(line => line[..3]));
    }

    [Fact]
    public async Task Json_has_ids_by_the_name_of_a_member_from_a_file_and_from_a_pipe()
    {
        var run = await _space.TrainAsync("run");
        const string lines = "{\"nr\":12,\"text\":\"good food\"}\n{\"text\":\"bad food\"}\n";

        var file = await Run.Of("encode", run, "--input", _space.Write("t.jsonl", lines), "--id-field", "nr", "--json");

        Assert.Equal((0, ""), (file.ExitCode, file.Error));
        Assert.Equal(
            ["12", null], file.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string?)JsonNode.Parse(line)!["id"]));
    }

    [Theory]
    [InlineData("--id-field goes into rows with fields. Add --json, or an --output that ends with .jsonl, .csv or .parquet.", "encode", "--input", "t.csv", "--id-field", "ticket")]
    [InlineData("--id-field goes into rows about texts, and without --assignments rows are about clusters. Leave it away.", "cluster", "--input", "t.csv", "--id-field", "ticket", "--json")]
    [InlineData("--id-field goes into rows about texts, and with --novel rows are about figures. Leave it away.", "novelty", "--input", "t.csv", "--id-field", "ticket", "--json", "--novel", "a")]
    [InlineData("--id-field says how a file of texts is read, and the texts come from the command itself. Leave it away, or give a file with --input.", "encode", "good food", "--id-field", "ticket", "--json")]
    [InlineData("'t.csv' has no column 'number'. The fields found in its first row are: 'ticket', 'text'. Name one of them as the id field, or give the column's number, counted from 1.", "encode", "--input", "t.csv", "--id-field", "number", "--json")]
    public async Task What_cannot_have_ids_is_told(string message, string command, params string[] options)
    {
        var run = await _space.TrainAsync("run");
        _space.Write("t.csv", "ticket,text\nA-7,the food was good\n");

        var refused = await Run.Of([command, run, .. options.Select(option => option == "t.csv" ? _space["t.csv"] : option)]);

        Assert.Contains(refused.ExitCode, new[] { 2, 3 });
        Assert.Equal($"error: {message}\n", refused.Error.Replace(_space["t.csv"], "t.csv", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Texts_that_are_kept_keep_their_labels()
    {
        var run = await _space.TrainAsync("run");
        var texts = _space.Write("t.csv", "kind,text\na,good food\nb,good food\n");

        var kept = await Run.Of("deduplicate", run, "--input", texts, "--label-field", "kind", "--json");

        Assert.Equal("a", (string)JsonNode.Parse(kept.Output)!["label"]!);
    }
}
