using System.CommandLine;
using System.Globalization;
using TextVae.Cli.Arguments;
using TextVae.Cli.Inputs;
using TextVae.Cli.Views;
using TextVae.Evaluation;
using TextVae.Runs;
using TextVae.Tables;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae novelty</c>: how little a model expected texts, and whether that tells new kinds of texts.</summary>
internal static class NoveltyCommand
{
    private static readonly Argument<string> Folder = RunArgument.Create();

    private static readonly Option<bool> Sort = new("--sort")
    {
        Description = "Print the most novel first: by the importance-weighted estimate a token with --iw, else by the bound a token.",
    };

    private static readonly Option<string[]> Novel = new("--novel")
    {
        Description = "A label of new texts, once or several times: print how well each figure tells them from the texts of all other labels.",
        HelpName = "LABEL",
    };

    private static readonly Option<int> Samples = new("--samples")
    {
        Description = "Samples of z behind the bound.",
        DefaultValueFactory = _ => new ScoreOptions().Samples,
        HelpName = "N",
    };

    private static readonly Option<int> Iw = new("--iw")
    {
        Description = "Samples of the importance-weighted estimate (default: none).",
        HelpName = "K",
    };

    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "The seed of the samples.",
        DefaultValueFactory = _ => 1,
        HelpName = "S",
    };

    private static readonly Option<string?> Label = LabelOption.Create("For a model trained with labels: the label that texts are read under.");

    public static Command Create()
    {
        var command = new Command("novelty", "Tell how little the model expected texts: outliers, and texts of a new kind.") { Folder };
        var texts = new TextArguments(command, Folder, standardCount: null, readsLabels: true, keepsIds: true);
        foreach (var option in new Option[] { Sort, Novel, Samples, Iw, Seed, Label })
            command.Add(option);
        var machine = new MachineArguments(command, hasPrecision: false);
        var output = new ResultArguments(command);
        command.SetAction((parse, cancellation) =>
        {
            var novel = parse.GetValue(Novel) ?? [];
            if (novel.Length > 0)
                Exclusive.RequireNone(parse, Novel, "it prints how well figures tell labels apart, and no texts", Sort);
            var options = new ScoreOptions
            {
                Samples = parse.GetValue(Samples),
                ImportanceSamples = parse.GetValue(Iw),
                Seed = parse.GetValue(Seed),
                Words = false,
            };
            RecipeException.ThrowIfAny(options.Problems());
            if (novel.Length > 0)
                texts.RequireNoIds(parse, "with --novel rows are about figures");
            texts.Require(parse, output);
            if (novel.Length > 0)
                output.Require(parse, AreaColumns);
            else
                output.Require(parse, Columns(options));
            machine.Choose(parse);
            using var model = TextVaeModel.Load(parse.GetValue(Folder)!);
            LabelOption.NumberOf(parse.GetValue(Label), model);
            if (novel.Length > 0 && texts.LabelsOf(parse, model) is { Count: > 0 } labels)
                RequireLabels(novel, labels, "the run's dataset, which has");
            var read = texts.ReadLabelledAsync(parse, model, parse.GetValue(Label), only: null, cancellation);
            var rows = Paired.Of(
                read, items => model.ScoreEachAsync(items.Select(text => text.Item), options, cancellation), cancellation)
                .Select(pair => NoveltyRow.Of(pair.Item, pair.Result));
            if (novel.Length > 0)
                output.Write(parse, AreaColumns, Areas(rows, novel), Print, cancellation);
            else
                output.Write(
                    parse, texts.WithIds(parse, Columns(options), row => row.Id),
                    parse.GetValue(Sort) ? rows.OrderByDescending(Unexpectedness) : rows, Print, cancellation);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static readonly TableColumn<NoveltyArea>[] AreaColumns =
    [
        TableColumn<NoveltyArea>.OfText("score", area => area.Score),
        TableColumn<NoveltyArea>.OfNumber("auroc", area => area.Auroc),
        TableColumn<NoveltyArea>.OfNumber("standard_error", area => area.StandardError ?? double.NaN),
        TableColumn<NoveltyArea>.OfNumber("novel", area => area.Novel),
        TableColumn<NoveltyArea>.OfNumber("known", area => area.Known),
    ];

    private static List<TableColumn<NoveltyRow>> Columns(ScoreOptions options)
    {
        List<TableColumn<NoveltyRow>> columns =
        [
            TableColumn<NoveltyRow>.OfText("text", row => row.Text),
            TableColumn<NoveltyRow>.OfText("label", row => row.Label),
            TableColumn<NoveltyRow>.OfNumber("nll_per_token", row => row.NllPerToken),
            TableColumn<NoveltyRow>.OfNumber("nll_bound", row => row.NllBound),
            TableColumn<NoveltyRow>.OfNumber("kl", row => row.Kl),
            TableColumn<NoveltyRow>.OfNumber("tokens", row => row.Tokens),
        ];
        if (options.ImportanceSamples > 0)
        {
            columns.Add(TableColumn<NoveltyRow>.OfNumber("nll_iw_per_token", row => row.NllIwPerToken!.Value));
            columns.Add(TableColumn<NoveltyRow>.OfNumber("nll_iw", row => row.NllIw!.Value));
        }

        return columns;
    }

    private static double Unexpectedness(NoveltyRow row) => row.NllIwPerToken ?? row.NllPerToken;

    private static async IAsyncEnumerable<NoveltyArea> Areas(IAsyncEnumerable<NoveltyRow> rows, string[] novel)
    {
        var labelled = await rows.Where(row => row.Label is not null).ToArrayAsync();
        if (labelled.Length > 0)
            RequireLabels(novel, [.. labelled.Select(row => row.Label!).Distinct().Order(StringComparer.Ordinal)], "these texts, which have");
        var isNovel = novel.ToHashSet();
        var (high, low) = (labelled.Where(row => isNovel.Contains(row.Label!)).ToArray(), labelled.Where(row => !isNovel.Contains(row.Label!)).ToArray());
        if (high.Length == 0 || low.Length == 0)
        {
            throw new DataException(
                $"There are {high.Length} texts with a label of --novel and {low.Length} with another one; it takes both. Labels come with "
                + "--split, or from a field of --input that --label-field names.");
        }

        foreach (var (name, score) in Scores(labelled[0]))
        {
            var area = RankedArea.Of(Array.ConvertAll(high, row => score(row)), Array.ConvertAll(low, row => score(row)));
            yield return new NoveltyArea(name, area.Area, area.StandardError, area.Positives, area.Negatives);
        }
    }

    private static void RequireLabels(string[] novel, IReadOnlyList<string> labels, string whose)
    {
        if (novel.Except(labels).ToArray() is { Length: > 0 } unknown)
        {
            throw new RecipeException(
                $"{string.Join(", ", unknown.Select(label => $"'{label}'"))} {(unknown.Length == 1 ? "is no label" : "are no labels")} of {whose} {LabelNames.Listed(labels)}.");
        }
    }

    private static IEnumerable<(string Name, Func<NoveltyRow, double> Of)> Scores(NoveltyRow one)
    {
        yield return ("nll_per_token", row => row.NllPerToken);
        yield return ("nll_bound", row => row.NllBound);
        yield return ("kl", row => row.Kl);
        if (one.NllIw is null)
            yield break;
        yield return ("nll_iw_per_token", row => row.NllIwPerToken!.Value);
        yield return ("nll_iw", row => row.NllIw!.Value);
    }

    private static void Print(TextWriter output, NoveltyRow row) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{Unexpectedness(row),7:F3} nats a token  KL {row.Kl,6:F2}  {TerminalText.For(output, row.Text)}"));

    private static void Print(TextWriter output, NoveltyArea area)
    {
        var error = area.StandardError?.ToString("F3", CultureInfo.InvariantCulture) ?? "unknown";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{area.Score,-17}AUROC {area.Auroc:F3} ± {error}  ({area.Novel} novel, {area.Known} known)"));
    }
}
