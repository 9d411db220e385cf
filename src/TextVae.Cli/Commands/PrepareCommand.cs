using System.CommandLine;
using TextVae.Cli.Arguments;
using TextVae.Cli.Views;
using TextVae.Corpus;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae prepare</c>: raw text to a dataset folder.</summary>
internal static class PrepareCommand
{
    private static readonly Argument<string[]> Inputs = new("INPUT")
    {
        Description = "Files to read and split: text, .gz, .zst, .tar, or ARCHIVE.tar::ENTRY.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The dataset folder to make.",
        Required = true,
        HelpName = "DATASET",
    };

    private static readonly Option<string[]> Train = Files("--train", "training");
    private static readonly Option<string[]> Valid = Files("--valid", "validation");
    private static readonly Option<string[]> Test = Files("--test", "test");

    private static readonly Option<TextFormat> Format = FormatOption.Create("--format", "How the text is written down");

    private static readonly Option<string?> TextField = new("--text-field")
    {
        Description = "The name (CSV, TSV: or the number) of the field with the text; JSON: a.b is the member b of the object a.",
        HelpName = "NAME",
    };

    private static readonly Option<string?> LabelField = new("--label-field")
    {
        Description = "The name (CSV, TSV: or the number) of the field with the label.",
        HelpName = "NAME",
    };

    private static readonly Option<HeaderRow> Header = Choices.Option(
        "--header", "CSV, TSV: whether the first row names the columns; auto tells by the names that are asked for or usual", "auto",
        ("auto", HeaderRow.Auto), ("yes", HeaderRow.Yes), ("no", HeaderRow.No));

    private static readonly Option<TokenizerKind> TokenizerName = Choices.Option(
        "--tokenizer", "How text becomes words", "paper",
        ("paper", TokenizerKind.Paper), ("whitespace", TokenizerKind.Whitespace), ("bpe", TokenizerKind.Bpe));

    private static readonly Option<TextNormalization?> Normalize = Choices.OptionalOption(
        "--normalize", "The Unicode form that texts are brought to (default: nfc; whitespace: none)",
        ("nfc", TextNormalization.Nfc), ("nfkc", TextNormalization.Nfkc), ("none", TextNormalization.None));

    private static readonly Option<bool> KeepCase = new("--keep-case") { Description = "Do not lower the case." };

    private static readonly Option<bool> TurkishCase = new("--turkish-case")
    {
        Description = "Lower I to a dotless i, as in Turkish and Azerbaijani.",
    };

    private static readonly Option<double?> Coverage = new("--coverage")
    {
        Description = "Keep the words that make up this share of the training text (default: 0.97; whitespace: 1).",
        HelpName = "SHARE",
    };

    private static readonly Option<int?> MaxWords = new("--max-words")
    {
        Description = "Keep this many words instead; bpe: make this many pieces (default: 8000).",
        HelpName = "N",
    };

    private static readonly Option<string> Sizes = new("--split")
    {
        Description = "Sizes of the training, validation and test split: shares, or numbers of texts beside one 'rest', "
            + "such as rest,3000,0.06.",
        DefaultValueFactory = _ => "0.91,0.03,0.06",
        HelpName = "A,B,C",
    };

    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "The seed of the split.",
        DefaultValueFactory = _ => 1,
        HelpName = "S",
    };

    private static readonly Option<int> MinLength = new("--min-length")
    {
        Description = "Leave out texts with fewer words.",
        DefaultValueFactory = _ => 1,
        HelpName = "N",
    };

    private static readonly Option<int?> MaxLength = new("--max-length")
    {
        Description = "Leave out texts with more words.",
        HelpName = "N",
    };

    private static readonly Option<long?> TokensPerFile = new("--tokens-per-file")
    {
        Description = "Write each split to files of at most so many tokens (default: one file).",
        HelpName = "N",
    };

    private static readonly Option<bool> Strict = new("--strict") { Description = "Stop at the first broken record." };

    private static readonly Option<string?> ShardOf = new("--shard")
    {
        Description = "Read only a share of the files, such as the second of eight, beside DATASET; --merge makes the dataset of all.",
        HelpName = "I/N",
    };

    private static readonly Option<int?> MergeOf = new("--merge")
    {
        Description = "Make the dataset of so many shards, with the same files and options.",
        HelpName = "N",
    };

    public static Command Create()
    {
        var json = JsonOutput.CreateOption();
        var command = new Command("prepare", "Turn raw text into a dataset folder.")
        {
            Inputs, Out, Train, Valid, Test, Format, TextField, LabelField, Header, TokenizerName, KeepCase, TurkishCase, Normalize, Coverage,
            MaxWords,
            Sizes, Seed, MinLength, MaxLength, TokensPerFile, Strict, ShardOf, MergeOf, json,
        };
        command.SetAction((parse, cancellation) =>
        {
            foreach (var files in new[] { Train, Valid, Test }.Where(files => Exclusive.IsTyped(parse, files)))
                Exclusive.RequireNone(parse, files, "the files are the splits already", Sizes, Seed);
            var folder = parse.GetValue(Out)!;
            var options = OptionsOf(parse);
            if (parse.GetValue(ShardOf) is { } given)
            {
                var shard = Shard.Parse(given);
                var made = MakeShard(parse, options, folder, shard, cancellation);
                if (parse.GetValue(json))
                {
                    JsonOutput.Write(parse.InvocationConfiguration.Output, new { Shard = given, Folder = made });
                    return Task.FromResult(ExitCodes.Done);
                }

                parse.InvocationConfiguration.Output.WriteLine(
                    $"The shard {given} is in {TerminalText.Clean(made)}. Once all are there: the same command with --merge {shard.Count} instead of --shard.");
                return Task.FromResult(ExitCodes.Done);
            }

            if (Make(parse, options, folder, cancellation) is not { } info)
                return Task.FromResult(ExitCodes.Done);
            if (parse.GetValue(json))
                JsonOutput.Write(parse.InvocationConfiguration.Output, info);
            else
                DatasetSummary.Print(info, folder, parse.InvocationConfiguration.Output);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    /// <summary>Makes the dataset, in this process or in all that share it.</summary>
    /// <returns>What it is; null in processes other than the first.</returns>
    private static DatasetInfo? Make(ParseResult parse, PrepareOptions options, string folder, CancellationToken cancellation)
    {
        var ranks = RankedConfiguration.RanksOf(parse);
        DatasetInfo? info = null;
        var shards = parse.GetValue(MergeOf);
        if (shards is < 1 or > 10_000)
            throw new RecipeException($"--merge is {shards}; it has to be how many shards there are.");
        // What is there already is looked at by one.
        if (ranks.AreMany && shards is null && !ranks.OfFirst(Directory.Exists(folder)))
        {
            ranks.OnEach(() => MakeShard(parse, options, folder, new Shard(ranks.Rank + 1, ranks.Count), cancellation));
            shards = ranks.Count;
        }

        ranks.OnFirst(() => info = ProgressView.Run(parse.InvocationConfiguration.Error, "prepare", sink => shards is { } count
            ? DatasetBuilder.Merge(options, folder, count, new PrepareView(sink), cancellation)
            : DatasetBuilder.Prepare(options, folder, new PrepareView(sink), cancellation)));
        return info;
    }

    private static string MakeShard(
        ParseResult parse, PrepareOptions options, string folder, Shard shard, CancellationToken cancellation)
    {
        if (parse.GetValue(MergeOf) is not null)
            throw new RecipeException("--shard makes a shard, and --merge takes all of them. Leave one of them away.");
        return ProgressView.Run(parse.InvocationConfiguration.Error, "prepare", sink =>
            DatasetBuilder.PrepareShard(options, folder, shard, new PrepareView(sink), cancellation));
    }

    private static PrepareOptions OptionsOf(ParseResult parse) => new()
    {
        Inputs = parse.GetValue(Inputs) ?? [],
        Train = parse.GetValue(Train) ?? [],
        Valid = parse.GetValue(Valid) ?? [],
        Test = parse.GetValue(Test) ?? [],
        Format = parse.GetValue(Format),
        TextField = parse.GetValue(TextField),
        LabelField = parse.GetValue(LabelField),
        Header = parse.GetValue(Header),
        Tokenizer = parse.GetValue(TokenizerName),
        KeepCase = parse.GetValue(KeepCase),
        TurkishCase = parse.GetValue(TurkishCase),
        Normalize = parse.GetValue(Normalize),
        Coverage = parse.GetValue(Coverage),
        MaxWords = parse.GetValue(MaxWords),
        Split = SplitSizes.Parse(parse.GetValue(Sizes)!),
        Seed = parse.GetValue(Seed),
        MinLength = parse.GetValue(MinLength),
        MaxLength = parse.GetValue(MaxLength),
        TokensPerFile = parse.GetValue(TokensPerFile),
        Strict = parse.GetValue(Strict),
    };

    private static Option<string[]> Files(string name, string split) => new(name)
    {
        Description = $"A file of the {split} split, instead of INPUT; may be given more than once.",
        HelpName = "FILE",
    };
}
