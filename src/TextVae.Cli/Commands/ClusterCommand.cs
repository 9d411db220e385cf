using System.CommandLine;
using TextVae.Cli.Arguments;
using TextVae.Cli.Views;
using TextVae.Cli.Work;
using TextVae.Vectors;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae cluster</c>: groups of texts, with those that are typical of each.</summary>
internal static class ClusterCommand
{
    private enum Method
    {
        KMeans,
        Gaussian,
    }

    private static readonly Argument<string> Folder = RunArgument.Create();

    private static readonly Option<int> Clusters = Whole("--clusters", "How many clusters.", new ClusteringOptions().Clusters);
    private static readonly Option<int> Restarts = Whole("--restarts", "How many times k-means begins anew; the best is taken.", new ClusteringOptions().Restarts);
    private static readonly Option<int> Iterations = Whole("--iterations", "The most rounds.", new ClusteringOptions().Iterations);
    private static readonly Option<int> Typical = Whole("--typical", "Texts of each cluster that are shown, those nearest to its center.", 3);

    private static readonly Option<Method> Methods = Choices.Option(
        "--method", "k-means, or a mixture of Gaussians with a variance a dimension that begins with it", "kmeans",
        ("kmeans", Method.KMeans), ("gaussian", Method.Gaussian));

    private static readonly Option<bool> Assignments = new("--assignments") { Description = "Print each text with its cluster instead." };

    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "The seed of the starts.",
        DefaultValueFactory = _ => 1,
        HelpName = "S",
    };

    private static readonly Option<string?> Label = LabelOption.Create("For a model trained with labels: the label that texts are read under.");

    public static Command Create()
    {
        var command = new Command("cluster", "Group texts by their vectors, and show what is typical of each group.")
        {
            Folder, Clusters, Methods, Typical, Assignments, Restarts, Iterations, Seed,
        };
        var texts = new TextArguments(command, Folder, standardCount: null, readsLabels: true, keepsIds: true);
        command.Add(Label);
        var machine = new MachineArguments(command, hasPrecision: false);
        var output = new ResultArguments(command);
        command.SetAction((parse, cancellation) =>
        {
            if (parse.GetValue(Typical) < 0)
                throw new RecipeException($"--typical is {parse.GetValue(Typical)}; it has to be at least 0 texts.");
            var options = OptionsOf(parse);
            if (!parse.GetValue(Assignments))
                texts.RequireNoIds(parse, "without --assignments rows are about clusters");
            texts.Require(parse, output);
            if (parse.GetValue(Assignments))
                output.Require(parse, ClusteredTexts.TextColumns);
            else
                output.Require(parse);
            machine.Choose(parse);
            using var model = TextVaeModel.Load(parse.GetValue(Folder)!);
            VectorArguments.Require(model, "find clusters");
            LabelOption.NumberOf(parse.GetValue(Label), model);
            using var encoded = texts.Encode(parse, model, parse.GetValue(Label), cancellation);
            var mixture = parse.GetValue(Methods) == Method.Gaussian ? GaussianMixture.Fit(encoded.Vectors, options, cancellation) : null;
            var found = new ClusteredTexts(encoded, mixture?.Clusters ?? KMeans.Fit(encoded.Vectors, options, cancellation), mixture?.Bic);
            if (parse.GetValue(Assignments))
                output.Write(parse, texts.WithIds(parse, ClusteredTexts.TextColumns, text => text.Id), found.Texts().ToAsyncEnumerable(), ClusteredTexts.Print, cancellation);
            else
                output.Write(parse, found.Columns, found.Clusters(parse.GetValue(Typical)).ToAsyncEnumerable(), ClusteredTexts.Print, cancellation);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static ClusteringOptions OptionsOf(ParseResult parse)
    {
        var options = new ClusteringOptions
        {
            Clusters = parse.Positive(Clusters),
            Restarts = parse.GetValue(Restarts),
            Iterations = parse.GetValue(Iterations),
            Seed = parse.GetValue(Seed),
        };
        // How many vectors there are is told later.
        RecipeException.ThrowIfAny(options.Problems(long.MaxValue));
        return options;
    }

    private static Option<int> Whole(string name, string description, int standard) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        HelpName = "N",
    };
}
