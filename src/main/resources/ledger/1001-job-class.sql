-- The class of the Quartz jobs has moved.
update QRTZ_JOB_DETAILS set JOB_CLASS_NAME = 'studio.darkroom.runner.ShootJob'
where JOB_CLASS_NAME = 'studio.darkroom.clock.ShootJob';
