using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TextVae.Evaluation.Diagnosis;
using TextVae.Server.Landscape;
using TextVae.Server.Messages;

namespace TextVae.Server.Endpoints;

/// <summary><c>GET /api/training</c>: the course of the training, and what the doctor found.</summary>
internal static class TrainingEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, ServedModel served)
    {
        var course = new TrainingCourse(served.Work.Run?.Folder);
        routes.MapTold("/api/training", AnswerAsync).WithName("training")
            .WithSummary("Tell the course of the model's training, and what the doctor found.").Produces<TrainingAnswer>().Refuses();

        Task AnswerAsync(HttpContext context)
        {
            var (steps, evaluations, note) = course.Read();
            var state = served.Work.State;
            var answer = new TrainingAnswer(
                note, steps, evaluations, served.Model.Description.Step,
                state.Stage is Stage.Preparing or Stage.Measuring && state.Examination is null && served.Work.Run?.Dataset is not null,
                state.Examination?.Findings.Select(Of).ToArray());
            return JsonAnswer.WriteAsync(context, answer, AnswerJson.Default.TrainingAnswer);
        }
    }

    private static FindingAnswer Of(ModelFinding finding) => new(
        ChoiceName.Of(finding.Name), ChoiceName.Of(finding.Severity), finding.Explanation, [.. finding.Changes.Select(change => change.ToString())]);
}
