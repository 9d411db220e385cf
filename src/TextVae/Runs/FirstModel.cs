using TextVae.Corpus;
using TextVae.Distributed;
using TextVae.Models;
using TextVae.Training;
using TorchSharp;

namespace TextVae.Runs;

/// <summary>The model of a run before its first step: fresh, or with the parameters that the run has started from.</summary>
internal sealed class FirstModel(Recipe recipe, Dataset dataset, RunFolder folder, Ranks ranks)
{
    /// <summary>Puts the parameters to start from into the folder of a run that begins.</summary>
    /// <param name="startFrom">A run or model folder; null for fresh ones.</param>
    /// <returns>Where they came from; null for fresh ones.</returns>
    /// <exception cref="DataException">They do not fit.</exception>
    public StartingPoint? Take(string? startFrom)
    {
        // A training may have been killed before it knew of its first parameters.
        File.Delete(folder.Start);
        if (startFrom is null)
            return null;
        using var fresh = Fresh();
        return StartingPoint.Take(startFrom, fresh, dataset, recipe.Training.Reset, folder);
    }

    /// <summary>Makes the model.</summary>
    /// <exception cref="DataException">The parameters in the folder are damaged.</exception>
    public TextModel Create()
    {
        var model = Fresh();
        // Others get them from the first rank.
        if (ranks.IsFirst && File.Exists(folder.Start))
            SafetensorsTensors.Load(folder.Start, TrainedModel.Tensors(model));
        return model;
    }

    /// <summary>Makes a model what it was before the first step, with an optimiser that begins anew.</summary>
    public void Restore(TextModel model, Optimizer optimizer)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var first = Create();
        foreach (var (tensor, value) in TrainedModel.Tensors(model).Zip(TrainedModel.Tensors(first)))
            tensor.Value.copy_(value.Value);
        optimizer.Reset();
    }

    private TextModel Fresh() => TextModel.Create(
        recipe.Objective.ModelFor(recipe.Model), dataset.Vocabulary.Count, recipe.Training.Seed, dataset.Labels.Count);
}
