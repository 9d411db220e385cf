using TextVae.Corpus;
using TextVae.Models;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Sweeps;

/// <summary>Whether runs of a sweep can start from the ones they are to start from, asked before hours are spent on those.</summary>
internal static class SweepStarts
{
    private const int MisfitsShown = 3;

    /// <summary>Refuses those that cannot.</summary>
    /// <param name="chosen">The runs that are to be made.</param>
    /// <param name="plan">All runs of the sweep.</param>
    /// <param name="dataset">The data.</param>
    /// <exception cref="RecipeException">One cannot: sizes or parts differ, or its parameters would mean something else.</exception>
    public static void Require(IReadOnlyList<SweptRun> chosen, IReadOnlyList<SweptRun> plan, Dataset dataset)
    {
        // Seeds have the same sizes and parts.
        foreach (var run in chosen.Where(run => run.StartFrom is not null).DistinctBy(run => run.Name))
        {
            using var scope = torch.NewDisposeScope();
            var source = SweepFolder.Sources(run, plan).First();
            using var there = ModelOf(source, dataset);
            using var here = ModelOf(run, dataset);
            string[] misfits = [.. StartingPoint.Misfits(there, here, run.Recipe.Training.Reset)];
            if (misfits.Length == 0)
                continue;
            var more = misfits.Length > MisfitsShown ? $", and {misfits.Length - MisfitsShown} more" : "";
            throw new RecipeException(
                $"The run '{run.Name}' of the sweep cannot start from '{source.Name}': {string.Join("; ", misfits.Take(MisfitsShown))}{more}. "
                + "Give both recipes the same sizes and parts.");
        }
    }

    private static TextModel ModelOf(SweptRun run, Dataset dataset) => TextModel.Create(
        run.Recipe.Objective.ModelFor(run.Recipe.Model), dataset.Vocabulary.Count, run.Seed, dataset.Labels.Count);
}
